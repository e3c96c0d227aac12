import cors from '@fastify/cors'
import {
  type CreateFastifyContextOptions,
  type FastifyTRPCPluginOptions,
  fastifyTRPCPlugin,
  observedRouter,
} from '@trellis/fastify-trpc'
import { authRoutes, callerFinder, createIdentity, hasStoredKey, sweepRegularly } from '@trellis/identity'
import { callerName, createContext } from '@trellis/rpc'
import { type Route, routesOf } from '@trellis/rpc/rest'
import { asksForEvents, restPlugin } from '@trellis/rpc/rest/fastify'
import type { Store } from '@trellis/store'
import type { AnyTRPCRouter, TRPCError } from '@trpc/server'
import type { AnyRelations } from 'drizzle-orm'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pino } from 'pino'
import { watchedContext } from './access.ts'
import { backUpRegularly } from './backups.ts'
import { commitPosition, headerOf, sendCommitPositions } from './commit-position.ts'
import { compressResponses } from './compression.ts'
import type { Domain, DomainTables } from './domain.ts'
import { type Env, identitySettings } from './env.ts'
import { errorAnswers } from './error-answers.ts'
import { healthRoutes } from './health.ts'
import type { HostOptions } from './host-options.ts'
import { createHttp } from './http.ts'
import { idempotencyKeys } from './idempotency-keys.ts'
import { trimRegularly } from './journal.ts'
import { limitRequests } from './limits.ts'
import { mailerOf, noticesOf } from './mail.ts'
import { checkOrigins, urlsOf } from './origin.ts'
import { logRequests } from './request-log.ts'
import { docsPage } from './rest/docs-page.ts'
import { openApiRoute } from './rest/openapi-route.ts'
import { boundStreams } from './streams.ts'
import { deliverWebhooks, webhookSettings } from './webhooks.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller, for the log, once it was identified. */
    caller: string | null
  }
}

const MAX_BATCH = 20
/** The total size of the responses of a batch. */
const MAX_BATCH_RESPONSE = 8 * 1024 * 1024
/** The value of `retry-after` when the server is unavailable, in seconds. */
const RETRY_AFTER = 1

/** Builds the HTTP host of a domain on an open store: tRPC, REST, sign-in, health. Does not listen yet. */
export async function createHost<Tables extends DomainTables, Relations extends AnyRelations, Settings extends Env>(
  domain: Domain<Tables, Relations>,
  store: Store<Tables, Relations>,
  env: Settings,
  {
    log = pino({ level: env.LOG_LEVEL }),
    watch,
    stopping = new AbortController().signal,
    command,
    pages,
  }: HostOptions<Tables, Relations, Settings> = {},
): Promise<FastifyInstance> {
  const { name, signIn } = domain
  const answerError = errorAnswers(domain.router)
  const app = createHttp(env, answerError)
  await watch?.attach(app, store)
  app.decorateRequest('caller', null)

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    if (request.headers.cookie !== undefined || request.headers.authorization !== undefined)
      reply.header('cache-control', 'no-store')
    done()
  })
  checkOrigins(app, env.CORS_ORIGINS, answerError)
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping.aborted) reply.header('connection', 'close')
    if (reply.statusCode === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER)
    done(null, payload)
  })
  const limits = limitRequests(app, env, store, answerError)
  const streams = boundStreams(stopping)
  app.addHook('preClose', () => streams.close())
  sendCommitPositions(app, name, store, Math.ceil(env.MAX_LAG) + 1)
  logRequests(app, log)
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const given = error.statusCode ?? 500
    // A client that breaks its request off has the code of a lost connection, too.
    const status = given >= 500 && store.unavailable(error) ? 503 : given
    if (status >= 500) log.error({ reqId: request.id, err: error }, 'request failed')
    return answerError(request, reply, status, error.message)
  })

  if (env.CORS_ORIGINS.length > 0) {
    await app.register(cors, {
      origin: env.CORS_ORIGINS,
      credentials: true,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['etag', 'link', 'location', 'retry-after', headerOf(name)],
      maxAge: 600,
    })
  }

  const settings = identitySettings(env, signIn)
  const mailer = mailerOf(env, log)
  if (mailer) app.addHook('onClose', () => mailer.close())
  const notices = noticesOf(signIn, mailer)
  const webhooks = webhookSettings(env)
  const identity = createIdentity(store, settings, log, mailer !== undefined)
  const findCaller = await callerFinder(store, identity, settings, log)
  const router: AnyTRPCRouter = watch ? observedRouter(domain.router, watch.observer.call) : domain.router

  const callers = new WeakMap<FastifyRequest, ReturnType<typeof findCaller>>()
  /** The caller of a request, found once. */
  const callerOf = (request: FastifyRequest) => {
    const known = callers.get(request)
    if (known) return known
    const found = findCaller(request).then((caller) => {
      request.caller = callerName(caller)
      return caller
    })
    callers.set(request, found)
    return found
  }

  const contextOf = (request: FastifyRequest, reply: FastifyReply, calls: number, type: string, isStream: boolean) => {
    if (isStream) streams.add(request, reply)
    const options = {
      maxResponseBytes: calls > 1 ? MAX_BATCH_RESPONSE : undefined,
      idempotencyKeys: idempotencyKeys(request, calls),
      mayBeLimited: hasStoredKey(request, signIn.keyPrefix),
      limit: limits?.ofCalls(request, reply),
      requestId: request.id,
      notices,
      webhooks,
    }
    const contextOn = (on: Store<Tables, Relations>) => createContext(on, () => callerOf(request), options)
    request.writes = type === 'mutation'
    if (isStream) return watchedContext(contextOn(store), reply, () => findCaller(request, { isFresh: true }))
    // A write is never decided by the rows of a replica. The rows of an event are not older than the change in the journal.
    const on = type !== 'query' ? store : store.replicaAt(commitPosition(name, request))
    return on instanceof Promise ? on.then(contextOn) : contextOn(on)
  }
  const logFailure = (error: TRPCError, path: string | undefined, request: FastifyRequest) => {
    if (error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'SERVICE_UNAVAILABLE')
      log.error({ reqId: request.id, err: error.cause ?? error, path }, 'procedure failed')
  }

  sweepRegularly(app, store, env.AUDIT_DAYS, log)
  trimRegularly(app, store.journal, env, log)
  deliverWebhooks(app, store, env, log)
  if (command) backUpRegularly(app, command, env, log)
  healthRoutes(app, store, log, stopping)
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      request.writes = request.method === 'POST'
    })
    await authRoutes(scope, store, signIn, identity, findCaller, mailer)
  })
  await app.register(async (scope) => {
    compressResponses(scope)
    limits?.ofScope(scope, callerOf)
    await scope.register(fastifyTRPCPlugin, {
      prefix: '/trpc',
      trpcOptions: {
        router,
        maxBatchSize: MAX_BATCH,
        // A query whose input is too long for a URL comes as a POST.
        allowMethodOverride: true,
        createContext: ({ req, res, info }: CreateFastifyContextOptions) =>
          contextOf(req, res, info.calls.length, info.type, info.type === 'subscription'),
        onError: ({ error, path, req }) => logFailure(error, path, req),
      } satisfies FastifyTRPCPluginOptions<AnyTRPCRouter>['trpcOptions'],
    })
    await scope.register(restPlugin, {
      prefix: '/api',
      router,
      routes: routesOf(router),
      createContext: (request: FastifyRequest, reply: FastifyReply, { type }: Pick<Route, 'type'>) =>
        contextOf(request, reply, 1, type, type === 'subscription' && asksForEvents(request)),
      onError: ({ error, path, request }) => logFailure(error, path, request),
    })
  })
  openApiRoute(app, domain)
  await docsPage(app, domain.product)
  if (pages) await pages(app, store, { secure: env.NODE_ENV === 'production', urlOf: urlsOf(env), env, log })
  else {
    const directory = { name: domain.product, docs: '/docs', openapi: '/api/openapi.json', rest: '/api', trpc: '/trpc' }
    app.get('/', (_, reply) => reply.send(directory))
  }
  return app
}
