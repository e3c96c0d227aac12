/// <reference types="@fastify/websocket" />
import type { AnyTRPCRouter } from '@trpc/server'
import type { FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import { getWSConnectionHandler, type WSSHandlerOptions } from '@trpc/server/adapters/ws'
import type { FastifyInstance } from 'fastify'
import { handle } from './handler.ts'

/**
 * Serves a tRPC router with the options and the protocol of tRPC's own Fastify plugin, for a fraction of its CPU time.
 *
 * @example
 * ```ts
 * import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trellis/fastify-trpc'
 *
 * await fastify.register(fastifyTRPCPlugin, {
 *   prefix: '/trpc',
 *   trpcOptions: { router: appRouter, createContext },
 * } satisfies FastifyTRPCPluginOptions<typeof appRouter>)
 * ```
 */
export function fastifyTRPCPlugin<TRouter extends AnyTRPCRouter>(
  fastify: FastifyInstance,
  options: FastifyTRPCPluginOptions<TRouter>,
  done: (error?: Error) => void,
): void
export function fastifyTRPCPlugin(
  fastify: FastifyInstance,
  options: FastifyTRPCPluginOptions<AnyTRPCRouter>,
  done: (error?: Error) => void,
): void {
  fastify.removeContentTypeParser('application/json')
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) =>
    parsed(null, body),
  )
  fastify.removeContentTypeParser('multipart/form-data')
  fastify.addContentTypeParser('multipart/form-data', {}, (_request, body, parsed) => parsed(null, body))

  // `fastify-plugin` sets this symbol to turn off encapsulation, and with it the prefix.
  const isWrapped = typeof Reflect.get(fastifyTRPCPlugin, 'default') === 'function'
  const prefix = isWrapped ? (options.prefix ?? '') : ''

  fastify.all<{ Params: { path: string } }>(`${prefix}/:path`, (request, reply) =>
    handle(options.trpcOptions, request, reply, request.params.path),
  )

  if (options.useWSS) {
    // tRPC has no type for options of both: over WebSockets the callbacks get Node's request, not Fastify's.
    const socketOptions: unknown = { ...options.trpcOptions }
    const onConnection = getWSConnectionHandler(socketOptions as WSSHandlerOptions<AnyTRPCRouter>)
    fastify.get(prefix, { websocket: true }, (socket, request) => onConnection(socket, request.raw))
  }
  done()
}
