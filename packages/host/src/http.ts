import Fastify, { type FastifyInstance } from 'fastify'
import { limitConnections, limitPipelining } from './connections.ts'
import type { Env } from './env.ts'
import type { AnswerError } from './error-answers.ts'
import { requestId } from './request-id.ts'
import { SecuredResponse } from './secured-response.ts'

const MAX_BODY = 1024 * 1024

/** Fastify with the limits of connections, headers and bodies. */
export function createHttp(env: Env, answerError: AnswerError): FastifyInstance {
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
  return app
}
