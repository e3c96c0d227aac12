import type { AnyTRPCProcedure } from '@trpc/server'
import type { FastifyReply } from 'fastify'
import { abortSignalOf } from './abort.ts'
import { invoke, type Result } from './internals/invoke.ts'
import { typeOf } from './internals/router.ts'

/** What a procedure is called with by a route that does not speak tRPC. */
export interface DirectCall {
  readonly procedure: AnyTRPCProcedure
  /** `books.byId`, for middlewares and errors. */
  readonly path: string
  readonly ctx: unknown
  readonly input: unknown
  /** The call's signal aborts when this connection closes before the response is sent. */
  readonly reply: FastifyReply
}

/**
 * Calls a procedure from a route of your own, such as a REST route, as cheaply as `fastifyTRPCPlugin` does. Resolves to
 * `{ ok: true, data }` or `{ ok: false, error }` and never rejects.
 */
export function callProcedure({ procedure, path, ctx, input, reply }: DirectCall): Promise<Result> {
  return invoke(procedure, {
    path,
    ctx,
    type: typeOf(procedure),
    signal: abortSignalOf(reply.raw),
    batchIndex: 0,
    getRawInput: async () => input,
  })
}
