import { createServer, type Server } from 'node:http'
import { type AppRouter, appRouter, createCaller, createContext } from '@trellis/api'
import { blog } from '@trellis/api/domain'
import { openStore, type Store } from '@trellis/db'
import { callerFinder, createIdentity } from '@trellis/identity'
import { createApp, identitySettings, observability, readEnv } from '@trellis/server'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import Fastify, { type FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { broadcastServer } from '../../live/broadcast.ts'
import type { Backend } from '../floor/handler.ts'
import { postgresBackend } from '../floor/postgres/index.ts'
import { floorServer } from '../floor/server.ts'
import { sqliteBackend } from '../floor/sqlite/index.ts'
import { type Contender, isPeer, type Peer } from '../requests.ts'
import type { CallFor } from './call-for.ts'
import { honoListener } from './hono.ts'
import { orpcListener } from './orpc.ts'

/** Identifies the sender of a request, as Trellis does. */
type FindCaller = Awaited<ReturnType<typeof callerFinder<Store>>>

/** Starts a server on a free loopback port, on a migrated database. Returns the port. */
export async function start(contender: Contender, url: string): Promise<number> {
  if (contender === 'floor' || contender === 'broadcast') {
    const path = /^file:(.*)/.exec(url)?.[1]
    const backend = path ? sqliteBackend(path) : postgresBackend(url)
    return listen(contender === 'floor' ? floorServer(backend) : broadcastServer(backend))
  }
  if (isPeer(contender)) return listen(floorServer(await peerBackend(contender, url)))
  const env = readEnv({
    DATABASE_URL: url,
    AUTH_SECRET: 'a secret of the benchmark, long enough',
    LOG_LEVEL: 'warn',
    RATE_LIMIT: 'off',
    ...(contender === 'observed' && {
      METRICS_KEY: 'a-key-of-the-benchmark-that-is-long-enough',
      OTEL_EXPORTER_OTLP_ENDPOINT: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
    }),
  })
  const log = pino({ level: env.LOG_LEVEL })
  const watch = await observability('trellis', env, log)
  const store = openStore({ url, observer: watch?.observer })
  const settings = identitySettings(env, blog.signIn)
  const findCaller = await callerFinder(store, createIdentity(store, settings, console), settings, console)
  switch (contender) {
    case 'trellis':
    case 'observed':
      return portOf(await createApp(store, env, log, watch))
    case 'official':
      return portOf(await officialApp(store, findCaller))
    case 'orpc':
      return listen(createServer(orpcListener(callWith(store, findCaller))))
    case 'hono':
      return listen(createServer(honoListener(callWith(store, findCaller))))
  }
}

/** The packages of the peers are installed apart, so that the compiler cannot import them. */
async function peerBackend(peer: Peer, url: string): Promise<Backend> {
  const { backend } = await import(new URL(`../../../peers/${peer}.ts`, import.meta.url).href)
  return backend(url)
}

/** The same router on tRPC's own Fastify adapter, without anything else. */
async function officialApp(store: Store, findCaller: FindCaller): Promise<FastifyInstance> {
  const app = Fastify({ routerOptions: { maxParamLength: 5_000 } })
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      createContext: ({ req }) => createContext(store, () => findCaller(req), { mayBeLimited: false }),
    },
  } satisfies FastifyTRPCPluginOptions<AppRouter>)
  return app
}

function callWith(store: Store, findCaller: FindCaller): CallFor {
  return (request) => {
    const procedures = createCaller(createContext(store, () => findCaller(request), { mayBeLimited: false }))
    return (path, input) => {
      const [noun = '', name = ''] = path.split('.')
      const procedure: unknown = Reflect.get(Reflect.get(procedures, noun), name)
      if (typeof procedure !== 'function') throw new Error(`There is no ${path}`)
      return procedure(input)
    }
  }
}

/** Longer than a connection waits for its turn, in milliseconds. */
const KEEP_ALIVE = 600_000

async function portOf(app: FastifyInstance): Promise<number> {
  app.server.keepAliveTimeout = KEEP_ALIVE
  app.server.timeout = KEEP_ALIVE
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
}

function listen(server: Server): Promise<number> {
  server.keepAliveTimeout = KEEP_ALIVE
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address && typeof address === 'object') resolve(address.port)
    })
  })
}
