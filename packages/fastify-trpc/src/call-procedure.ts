import type { AnyTRPCProcedure } from '@trpc/server'
import type { FastifyReply } from 'fastify'
import { invoke, type Result } from './internals/invoke.ts'
import { typeOf } from './internals/router.ts'

/** The arguments of a procedure call from a route that is not tRPC's. */
export interface DirectCall {
  readonly procedure: AnyTRPCProcedure
  /** `books.byId`, for middlewares and errors. */
  readonly path: string
  readonly ctx: unknown
  readonly input: unknown
  /** The call's signal aborts when this connection closes before the response is sent. */
  readonly reply: FastifyReply
  /** In place of that signal. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Calls a procedure from your own route, such as a REST route, as fast as `fastifyTRPCPlugin` does. Resolves to
 * `{ ok: true, data }` or `{ ok: false, error }` and never rejects.
 */
export function callProcedure({ procedure, path, ctx, input, reply, signal }: DirectCall): Promise<Result> {
  return invoke(procedure, {
    path,
    ctx,
    type: typeOf(procedure),
    signal: signal ?? abortSignalOf(reply.raw),
    batchIndex: 0,
    getRawInput: async () => input,
  })
}

/** A signal that aborts when the client disconnects before the response is sent, or has done so already. */
export function abortSignalOf(response: FastifyReply['raw']): AbortSignal {
  if (response.closed && !response.writableEnded) return AbortSignal.abort()
  const controller = new AbortController()
  response.on('close', () => {
    // `close` is also emitted after a complete response.
    if (!response.writableEnded) controller.abort()
  })
  return controller.signal
}
