import { fastifyTRPCPlugin as officialPlugin } from '@trpc/server/adapters/fastify'
import Fastify, { type FastifyInstance } from 'fastify'
import { fastifyTRPCPlugin } from '../src/index.ts'
import type { Host } from './host.ts'
import { Wire, type WireRequest } from './wire.ts'

/** A server on its own port. */
export interface Server {
  readonly app: FastifyInstance
  readonly port: number
  /** Sends a request. Resolves to the response, and to what the server's options recorded meanwhile. */
  observe(request: WireRequest): Promise<object>
  close(): Promise<void>
}

/** Starts a host on our plugin or on the official one. */
export async function startServer(plugin: 'ours' | 'official', host: Host): Promise<Server> {
  let events: unknown[] = []
  const app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 500 }, ...host.fastify })
  host.prepare?.(app)
  const options = { prefix: host.prefix ?? '/trpc', trpcOptions: host.trpc((event) => events.push(event)) }
  if (plugin === 'ours') await app.register(fastifyTRPCPlugin, options)
  else await app.register(officialPlugin, options)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const port = Number(new URL(app.listeningOrigin).port)
  const wire = new Wire(port)
  return {
    app,
    port,
    async observe(request) {
      events = []
      const { status, headers, body } = await wire.exchange(request)
      return { status, headers, body, events }
    },
    async close() {
      wire.close()
      await app.close()
    },
  }
}

/** Starts a host on both. */
export async function startServers(host: Host): Promise<Record<'ours' | 'official', Server>> {
  return { ours: await startServer('ours', host), official: await startServer('official', host) }
}
