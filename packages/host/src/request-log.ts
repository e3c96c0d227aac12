import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

/** Writes one line for each request, except those for health, if the level of the log is `info` or lower. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  if (!log.isLevelEnabled('info')) return
  app.addHook('onResponse', async (request, reply) => {
    const { id: reqId, method, url, ip, caller } = request
    const path = url.split('?')[0]
    if (path?.startsWith('/health/')) return
    const { procedure = path?.startsWith('/trpc/') ? path.slice('/trpc/'.length) : undefined } =
      request.routeOptions.config
    log.info({ reqId, method, path, procedure, caller, ip, status: reply.statusCode, ms: reply.elapsedTime }, 'request')
  })
}
