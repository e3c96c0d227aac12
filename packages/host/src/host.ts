import cors from '@fastify/cors'
import {
  type CreateFastifyContextOptions,
  type FastifyTRPCPluginOptions,
  fastifyTRPCPlugin,
  observedRouter,
} from '@trellis/fastify-trpc'
import { authRoutes, callerFinder, createIdentity, hasStoredKey, sweepRegularly } from '@trellis/identity'
import { callerName, createContext } from '@trellis/rpc'
import { routesOf } from '@trellis/rpc/rest'
import { asksForEvents, restPlugin } from '@trellis/rpc/rest/fastify'
import type { Store } from '@trellis/store'
import type { AnyTRPCRouter, TRPCError } from '@trpc/server'
import type { AnyRelations } from 'drizzle-orm'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Logger, pino } from 'pino'
import { backUpRegularly } from './backups.ts'
import { commitPosition, headerOf, sendCommitPositions } from './commit-position.ts'
import { compressResponses } from './compression.ts'
import { limitConnections, limitPipelining } from './connections.ts'
import type { Domain, DomainTables } from './domain.ts'
import { type Env, identitySettings } from './env.ts'
import { answerError as answerErrorOf } from './error-answers.ts'
import { healthRoutes } from './health.ts'
import { idempotencyKeys } from './idempotency-keys.ts'
import { limitRequests } from './limits.ts'
import { mailerOf, noticesOf } from './mail.ts'
import type { Observability } from './observability/index.ts'
import { isCrossSite, isWellFormed, urlsOf } from './origin.ts'
import { requestId } from './request-id.ts'
import { logRequests } from './request-log.ts'
import { docsPage } from './rest/docs-page.ts'
import { openApiRoute } from './rest/openapi-route.ts'
import { SecuredResponse } from './secured-response.ts'
import { boundStreams } from './streams.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller, for the log, once it was identified. */
    caller: string | null
  }
}

const MAX_BODY = 1024 * 1024
const MAX_BATCH = 20
/** The total size of the responses of a batch. */
const MAX_BATCH_RESPONSE = 8 * 1024 * 1024
/** The value of `retry-after` when the server is unavailable, in seconds. */
const RETRY_AFTER = 1

/** What pages need to know of the host. */
export interface PageOptions<Settings extends Env = Env> {
  readonly env: Settings
  /** Whether the pages are served over HTTPS only. */
  readonly secure: boolean
  /** The address of a request as its sender sees it, also behind a proxy. */
  readonly urlOf: (request: FastifyRequest) => URL
}

/** What a host may have besides its domain. */
export interface HostOptions<Tables extends DomainTables, Relations extends AnyRelations, Settings extends Env = Env> {
  readonly log?: Logger | undefined
  readonly watch?: Observability | undefined
  /** Once it is aborted, the host tells balancers and clients to go elsewhere, and still serves what comes. */
  readonly stopping?: AbortSignal | undefined
  /** The module of the operators' commands, which makes backups. */
  readonly command?: URL | undefined
  /** Adds pages: `/*` is theirs. */
  readonly pages?:
    | ((app: FastifyInstance, store: Store<Tables, Relations>, options: PageOptions<Settings>) => Promise<void>)
    | undefined
}

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
  const answerError = (request: FastifyRequest, reply: FastifyReply, status: number, message: string) =>
    answerErrorOf(domain.router, request, reply, status, message)
  const proxies = env.TRUST_PROXY
  // Without Fastify's own logger, which creates another for each request and listens to each response.
  const app = Fastify({
    bodyLimit: MAX_BODY,
    trustProxy: typeof proxies === 'number' ? (_address, hop) => hop < proxies : proxies,
    genReqId: requestId,
    forceCloseConnections: 'idle',
    // For a connection without progress, a client that does not read its response included.
    connectionTimeout: 60_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000, ServerResponse: SecuredResponse },
    // A batch names its procedures in the path. Handlers that need the query parse it from the URL.
    routerOptions: { maxParamLength: 5_000, querystringParser: () => ({}) },
    // A path that cannot be decoded.
    frameworkErrors: (error, request, reply) => answerError(request, reply, error.statusCode ?? 400, error.message),
  })

  limitConnections(app.server, env)
  limitPipelining(app)
  await watch?.attach(app, store)
  app.decorateRequest('caller', null)

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    if (request.headers.cookie !== undefined || request.headers.authorization !== undefined)
      reply.header('cache-control', 'no-store')
    if (!isWellFormed(request)) answerError(request, reply, 400, 'The target or the host of the request is malformed.')
    else if (isCrossSite(request, env.CORS_ORIGINS))
      answerError(request, reply, 403, 'A page of another site may not send this.')
    else done()
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping.aborted) reply.header('connection', 'close')
    if (reply.statusCode === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER)
    done(null, payload)
  })
  const limits = limitRequests(app, env, store, answerError)
  const streams = boundStreams(stopping)
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
    }
    const contextOn = (on: Store<Tables, Relations>) => createContext(on, () => callerOf(request), options)
    request.writes = type === 'mutation'
    // A write is never decided by what a replica says. The rows of an event are not older than the change in the journal.
    const on = type !== 'query' ? store : store.replicaAt(commitPosition(name, request))
    return on instanceof Promise ? on.then(contextOn) : contextOn(on)
  }
  const logFailure = (error: TRPCError, path: string | undefined, request: FastifyRequest) => {
    if (error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'SERVICE_UNAVAILABLE')
      log.error({ reqId: request.id, err: error.cause ?? error, path }, 'procedure failed')
  }

  sweepRegularly(app, store, env.AUDIT_DAYS, log)
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
      createContext: (request: FastifyRequest, reply: FastifyReply, path: string) => {
        const { type = 'query' } = router._def.procedures[path]?._def ?? {}
        return contextOf(request, reply, 1, type, type === 'subscription' && asksForEvents(request))
      },
      onError: ({ error, path, request }) => logFailure(error, path, request),
    })
  })
  openApiRoute(app, domain)
  await docsPage(app, domain.product)
  if (pages) await pages(app, store, { secure: env.NODE_ENV === 'production', urlOf: urlsOf(env), env })
  else {
    const directory = { name: domain.product, docs: '/docs', openapi: '/api/openapi.json', rest: '/api', trpc: '/trpc' }
    app.get('/', (_, reply) => reply.send(directory))
  }
  return app
}
