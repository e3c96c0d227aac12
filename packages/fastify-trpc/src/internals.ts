import {
  type AnyTRPCMiddlewareFunction,
  type AnyTRPCProcedure,
  type AnyTRPCRouter,
  getTRPCErrorFromUnknown,
  initTRPC,
  TRPCError,
  type TRPCProcedureType,
} from '@trpc/server'
import {
  createInputMiddleware,
  createOutputMiddleware,
  getParseFn,
  isObject,
  middlewareMarker,
  type Parser,
} from '@trpc/server/unstable-core-do-not-import'

// All that this package knows of tRPC beyond its documented functions stands in this file. internals.test.ts names what
// has changed when another version of tRPC comes with other internals.

/** The settings a router was made with: its transformer, its error formatter. */
export type RouterConfig = AnyTRPCRouter['_def']['_config']

/** The settings the router was made with. */
export function configOf(router: AnyTRPCRouter): RouterConfig {
  return router._def._config
}

/**
 * The procedure at a dotted path, or `undefined` if there is none or its lazy router has not been loaded.
 *
 * tRPC's own look-up is asynchronous because of lazy routers, and costs as much as a small procedure.
 */
export function procedureAt(router: AnyTRPCRouter, path: string): AnyTRPCProcedure | undefined {
  const procedures: Readonly<Record<string, AnyTRPCProcedure | undefined>> = router._def.procedures
  return procedures[path]
}

/** Whether a procedure is a query, a mutation or a subscription. */
export function typeOf(procedure: AnyTRPCProcedure): TRPCProcedureType {
  return procedure._def.type
}

/** What a procedure is called with. */
export type ProcedureCall = Parameters<AnyTRPCProcedure>[0]

/** What came of a call. */
export type Result = Awaited<ReturnType<AnyTRPCMiddlewareFunction>>

/** What a procedure does when it is called, each step around those after it; the last one runs its resolver. */
interface Chain {
  readonly steps: readonly Step[]
  readonly meta: unknown
}

type Step =
  | { readonly kind: 'input' | 'output'; readonly parse: Parse }
  | { readonly kind: 'middleware'; readonly run: AnyTRPCMiddlewareFunction }

type Parse = (value: unknown) => unknown

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

const chains = new WeakMap<AnyTRPCProcedure, Chain | null>()

function chainOf(procedure: AnyTRPCProcedure): Chain | null {
  let chain = chains.get(procedure)
  if (chain === undefined) {
    chain = isWrapped(procedure) ? null : readChain(procedure._def)
    chains.set(procedure, chain)
  }
  return chain
}

const ownSource = String(initTRPC.create().procedure.query(() => null))
const inputSource = String(createInputMiddleware((value) => value))
const outputSource = String(createOutputMiddleware((value) => value))

/** Whether something else stands in tRPC's place: a caller of the host's own, an instrumented function. */
function isWrapped(procedure: AnyTRPCProcedure): boolean {
  return String(procedure) !== ownSource || procedure._def.experimental_caller
}

function readChain(definition: object): Chain | null {
  if (!isDefinition(definition)) return null
  const { middlewares, inputs, output, meta } = definition
  const inputParsers = inputs.values()
  const steps = middlewares.map((run): Step => {
    const source = String(run)
    if (source === inputSource) return parsing('input', inputParsers.next().value, run)
    if (source === outputSource) return parsing('output', output, run)
    return { kind: 'middleware', run }
  })
  return { steps, meta }
}

function parsing(kind: 'input' | 'output', parser: Parser | undefined, run: AnyTRPCMiddlewareFunction): Step {
  return parser ? { kind, parse: getParseFn(parser) } : { kind: 'middleware', run }
}

interface Definition {
  readonly middlewares: readonly AnyTRPCMiddlewareFunction[]
  readonly inputs: readonly Parser[]
  readonly output?: Parser
  readonly meta: unknown
}

function isDefinition(definition: object): definition is Definition {
  return (
    'middlewares' in definition &&
    Array.isArray(definition.middlewares) &&
    'inputs' in definition &&
    Array.isArray(definition.inputs) &&
    'meta' in definition
  )
}
