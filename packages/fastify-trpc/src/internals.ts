import {
  type AnyTRPCMiddlewareFunction,
  type AnyTRPCProcedure,
  type AnyTRPCRouter,
  getTRPCErrorFromUnknown,
  initTRPC,
  TRPCError,
  type TRPCProcedureType,
} from '@trpc/server'
import { middlewareMarker } from '@trpc/server/unstable-core-do-not-import'

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

type Result = Awaited<ReturnType<AnyTRPCMiddlewareFunction>>

/** The middlewares of a procedure, the last of which runs its resolver. */
interface Chain {
  readonly middlewares: readonly AnyTRPCMiddlewareFunction[]
  readonly meta: unknown
}

/**
 * Calls a procedure, with the outcome that calling it as a function has.
 *
 * tRPC is published with object spread compiled to property descriptors: called as a function, a procedure spends
 * several microseconds on copying in each of its middlewares, more than on everything else. So its middlewares are
 * called from here.
 */
export function invoke(procedure: AnyTRPCProcedure, call: ProcedureCall): Promise<unknown> {
  const chain = chainOf(procedure)
  return chain ? runChain(chain, call) : procedure(call)
}

async function runChain(chain: Chain, call: ProcedureCall): Promise<unknown> {
  const result: Result | undefined = await runFrom(0, chain, call)
  if (!result) {
    throw new TRPCError({
      code: 'INTERNAL_SERVER_ERROR',
      message: 'No result from middlewares - did you forget to `return next()`?',
    })
  }
  if (!result.ok) throw result.error
  return result.data
}

async function runFrom(index: number, chain: Chain, call: ProcedureCall): Promise<Result> {
  const { path, type, signal, batchIndex, ctx, input, getRawInput } = call
  const { middlewares, meta } = chain
  const next = (given?: Given) =>
    runFrom(index + 1, chain, {
      path,
      type,
      signal,
      batchIndex,
      ctx: given?.ctx ? Object.assign({}, ctx, given.ctx) : ctx,
      input: given && 'input' in given ? given.input : input,
      getRawInput: given?.getRawInput ?? getRawInput,
    })
  try {
    const middleware = middlewares[index]
    if (!middleware) throw new TypeError('middleware is not a function')
    return await middleware({ path, getRawInput, ctx, type, signal, batchIndex, meta, input, next })
  } catch (cause) {
    return { ok: false, error: getTRPCErrorFromUnknown(cause), marker: middlewareMarker }
  }
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
    chain = isWrapped(procedure) || !isChain(procedure._def) ? null : procedure._def
    chains.set(procedure, chain)
  }
  return chain
}

const ownSource = String(initTRPC.create().procedure.query(() => null))

/** Whether something else stands in tRPC's place: a caller of the host's own, an instrumented function. */
function isWrapped(procedure: AnyTRPCProcedure): boolean {
  return String(procedure) !== ownSource || procedure._def.experimental_caller
}

function isChain(definition: object): definition is Chain {
  return 'middlewares' in definition && Array.isArray(definition.middlewares) && 'meta' in definition
}
