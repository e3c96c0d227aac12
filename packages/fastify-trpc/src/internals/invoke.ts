import { type AnyTRPCMiddlewareFunction, type AnyTRPCProcedure, getTRPCErrorFromUnknown, TRPCError } from '@trpc/server'
import { isObject, middlewareMarker } from '@trpc/server/unstable-core-do-not-import'
import { type Chain, type Parse, readChain } from './chain.ts'

/** The arguments of a procedure call. */
export type ProcedureCall = Parameters<AnyTRPCProcedure>[0]

/** The result of a call. */
export type Result = Awaited<ReturnType<AnyTRPCMiddlewareFunction>>

/**
 * Calls a procedure. Resolves to the same result, or the same error, as calling it as a function.
 *
 * tRPC is published with object spread compiled to property descriptors. A procedure that is called as a function
 * spends several microseconds in each middleware on copying, more than on everything else. So this function calls the
 * middlewares itself, and parses inputs and outputs itself.
 */
export function invoke(procedure: AnyTRPCProcedure, call: ProcedureCall): Promise<Result> {
  let run = runs.get(procedure)
  if (!run) {
    run = runOf(procedure)
    runs.set(procedure, run)
  }
  return run(call)
}

/** Makes a call of a procedure. Never rejects. */
type Run = (call: ProcedureCall) => Promise<Result>

const runs = new WeakMap<AnyTRPCProcedure, Run>()

/** Determines how `invoke` makes the calls of a procedure. */
export function runAs(procedure: AnyTRPCProcedure, run: Run): void {
  runs.set(procedure, run)
}

function runOf(procedure: AnyTRPCProcedure): Run {
  const chain = readChain(procedure)
  return chain ? (call) => runFrom(0, chain, call) : (call) => callAsFunction(procedure, call)
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
      let own = parsed(step.parse, await getRawInput(), refusedInput)
      // Each await costs a turn of the queue of microtasks.
      if (isThenable(own)) own = await own
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
      const data = parsed(around.parse, result.data, refusedOutput)
      result = { ...result, data: isThenable(data) ? await data : data }
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

/** The parsed value, or the error that `refused` makes of the parser's error. */
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

/** The result of a failed call. */
export function failure(cause: unknown): Extract<Result, { ok: false }> {
  return { ok: false, error: getTRPCErrorFromUnknown(cause), marker: middlewareMarker }
}

/** The values that a middleware may pass to `next()`. */
interface Given {
  readonly ctx?: object
  readonly input?: unknown
  readonly getRawInput?: ProcedureCall['getRawInput']
}
