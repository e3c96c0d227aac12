import { type AnyTRPCMiddlewareFunction, type AnyTRPCProcedure, getTRPCErrorFromUnknown, TRPCError } from '@trpc/server'
import { isObject, middlewareMarker } from '@trpc/server/unstable-core-do-not-import'
import { type Chain, chainOf, type Parse } from './chain.ts'

/** What a procedure is called with. */
export type ProcedureCall = Parameters<AnyTRPCProcedure>[0]

/** What came of a call. */
export type Result = Awaited<ReturnType<AnyTRPCMiddlewareFunction>>

/**
 * Calls a procedure. Resolves to the outcome that calling it as a function has, be it an error.
 *
 * tRPC is published with object spread compiled to property descriptors: called as a function, a procedure spends
 * several microseconds on copying in each of its middlewares, more than on everything else. So its middlewares are
 * called from here, and what those do that parse is done here.
 */
export function invoke(procedure: AnyTRPCProcedure, call: ProcedureCall): Promise<Result> {
  const chain = chainOf(procedure)
  return chain ? runFrom(0, chain, call) : callAsFunction(procedure, call)
}

async function callAsFunction(procedure: AnyTRPCProcedure, call: ProcedureCall): Promise<Result> {
  try {
    return { ok: true, data: await procedure(call), marker: middlewareMarker }
  } catch (cause) {
    return failure(cause)
  }
}

async function runFrom(first: number, chain: Chain, call: ProcedureCall): Promise<Result> {
  const { path, type, signal, batchIndex, ctx, getRawInput } = call
  const { steps, meta } = chain
  try {
    let { input } = call
    let index = first
    let step = steps[index]
    for (; step && step.kind !== 'middleware'; step = steps[++index]) {
      if (step.kind === 'output') continue
      const own = await parsed(step.parse, await getRawInput(), refusedInput)
      input = isObject(input) && isObject(own) ? { ...input, ...own } : own
    }
    if (!step) throw new TypeError('middleware is not a function')
    const after = index + 1
    const next = (given?: Given) =>
      runFrom(after, chain, {
        path,
        type,
        signal,
        batchIndex,
        ctx: given?.ctx ? Object.assign({}, ctx, given.ctx) : ctx,
        input: given && 'input' in given ? given.input : input,
        getRawInput: given?.getRawInput ?? getRawInput,
      })
    let result: Result = await step.run({ path, getRawInput, ctx, type, signal, batchIndex, meta, input, next })
    while (--index >= first) {
      const around = steps[index]
      if (around?.kind !== 'output' || !result.ok) continue
      result = { ...result, data: await parsed(around.parse, result.data, refusedOutput) }
    }
    return first === 0 ? (result ?? failure(noResult())) : result
  } catch (cause) {
    return failure(cause)
  }
}

function noResult(): TRPCError {
  return new TRPCError({
    code: 'INTERNAL_SERVER_ERROR',
    message: 'No result from middlewares - did you forget to `return next()`?',
  })
}

/** What a parser makes of a value, or the error that `refused` makes of the parser's. */
function parsed(parse: Parse, value: unknown, refused: (cause: unknown) => TRPCError): unknown {
  try {
    const result = parse(value)
    if (!isThenable(result)) return result
    return Promise.resolve(result).catch((cause) => {
      throw refused(cause)
    })
  } catch (cause) {
    throw refused(cause)
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

function refusedInput(cause: unknown): TRPCError {
  return new TRPCError({ code: 'BAD_REQUEST', cause })
}

function refusedOutput(cause: unknown): TRPCError {
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'Output validation failed', cause })
}

/** The outcome of a call that ends with an error. */
export function failure(cause: unknown): Extract<Result, { ok: false }> {
  return { ok: false, error: getTRPCErrorFromUnknown(cause), marker: middlewareMarker }
}

/** What a middleware may give to `next()`. */
interface Given {
  readonly ctx?: object
  readonly input?: unknown
  readonly getRawInput?: ProcedureCall['getRawInput']
}
