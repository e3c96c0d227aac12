import cors from '@fastify/cors'
import { type AppRouter, appRouter, type Caller, createContext, restRoutes } from '@trellis/api'
import type { Store } from '@trellis/db'
import {
  type CreateFastifyContextOptions,
  type FastifyTRPCPluginOptions,
  fastifyTRPCPlugin,
  observedRouter,
} from '@trellis/fastify-trpc'
import { authRoutes, callerFinder, createIdentity, sweepRegularly } from '@trellis/identity'
import { routesOf } from '@trellis/rpc/rest'
import { restPlugin } from '@trellis/rpc/rest/fastify'
import type { TRPCError } from '@trpc/server'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Logger, pino } from 'pino'
import { backUpRegularly } from './backups.ts'
import { callLimit } from './call-limit.ts'
import { type Env, identitySettings } from './env.ts'
import { answerError } from './error-answers.ts'
import { healthRoutes } from './health.ts'
import type { Observability } from './observability/index.ts'
import { isCrossSite } from './origin.ts'
import { requestId } from './request-id.ts'
import { docsPage } from './rest/docs-page.ts'
import { openApiRoute } from './rest/openapi-route.ts'
import { webApp } from './web-app.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, for the log, once somebody has asked. */
    caller: string | null
  }
}

const MAX_BODY = 1024 * 1024
const MAX_BATCH = 20

/** Builds the HTTP host on an open store: tRPC, REST, sign-in, health and the web app. Does not listen yet. */
export async function createApp(
  store: Store,
  env: Env,
  log: Logger = pino({ level: env.LOG_LEVEL }),
  watch?: Observability,
): Promise<FastifyInstance> {
  // Without Fastify's own logger, which makes one more for each request and listens to each response.
  const app = Fastify({
    bodyLimit: MAX_BODY,
    trustProxy: env.TRUST_PROXY,
    genReqId: requestId,
    forceCloseConnections: 'idle',
    // A batch names its procedures in the path. Whoever looks at the query parses it from the URL.
    routerOptions: { maxParamLength: 5_000, querystringParser: () => ({}) },
    // A path that cannot be decoded.
    frameworkErrors: (error, request, reply) => answerError(request, reply, error.statusCode ?? 400, error.message),
  })

  await watch?.attach(app, store)
  app.decorateRequest('caller', null)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff')
    reply.header('x-request-id', request.id)
    if (isCrossSite(request, env.CORS_ORIGINS))
      answerError(request, reply, 403, 'A page of another site may not send this.')
    else done()
  })
  if (log.isLevelEnabled('info')) {
    app.addHook('onResponse', async (request, reply) => {
      const { id: reqId, method, url, ip, caller } = request
      const path = url.split('?')[0]
      if (path?.startsWith('/health/')) return
      const { procedure = path?.startsWith('/trpc/') ? path.slice('/trpc/'.length) : undefined } =
        request.routeOptions.config
      log.info(
        { reqId, method, path, procedure, caller, ip, status: reply.statusCode, ms: reply.elapsedTime },
        'request',
      )
    })
  }
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) log.error({ reqId: request.id, err: error }, 'request failed')
    return answerError(request, reply, status, error.message)
  })

  if (env.CORS_ORIGINS.length > 0) {
    await app.register(cors, {
      origin: env.CORS_ORIGINS,
      credentials: true,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['etag', 'link', 'location', 'retry-after'],
      maxAge: 600,
    })
  }

  const settings = identitySettings(env)
  const identity = createIdentity(store, settings)
  const findCaller = await callerFinder(store, identity, settings)
  const limit = callLimit(env.RATE_LIMIT)
  const router = watch ? observedRouter(appRouter, watch.observer.call) : appRouter

  const contextOf = (request: FastifyRequest, reply: FastifyReply, calls: number) => {
    store.shareReads()
    const context = createContext(store, async () => {
      const caller = await findCaller(request)
      request.caller = callerName(caller)
      return caller
    })
    return limit ? limit(context, calls, request, reply).then(() => context) : context
  }
  const logFailure = (error: TRPCError, path: string | undefined, request: FastifyRequest) => {
    if (error.code === 'INTERNAL_SERVER_ERROR')
      log.error({ reqId: request.id, err: error.cause ?? error, path }, 'procedure failed')
  }

  sweepRegularly(app, store, log)
  backUpRegularly(app, env, log)
  healthRoutes(app, store, log)
  await app.register(async (scope) => authRoutes(scope, store, identity))
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router,
      maxBatchSize: MAX_BATCH,
      // A query whose input is too long for a URL comes as a POST.
      allowMethodOverride: true,
      createContext: ({ req, res, info }: CreateFastifyContextOptions) => contextOf(req, res, info.calls.length),
      onError: ({ error, path, req }) => logFailure(error, path, req),
    } satisfies FastifyTRPCPluginOptions<AppRouter>['trpcOptions'],
  })
  openApiRoute(app)
  await docsPage(app)
  await app.register(restPlugin, {
    prefix: '/api',
    router,
    routes: watch ? routesOf(router) : restRoutes,
    createContext: (request: FastifyRequest, reply: FastifyReply) => contextOf(request, reply, 1),
    onError: ({ error, path, request }) => logFailure(error, path, request),
  })
  await webApp(app, store, { secure: env.NODE_ENV === 'production' })
  return app
}

/** A caller in a log line: `user:12`, `service:importer`. */
function callerName(caller: Caller): string {
  if (caller.kind === 'anyone') return 'anyone'
  return caller.kind === 'user' ? `user:${caller.id}` : `service:${caller.name}`
}
