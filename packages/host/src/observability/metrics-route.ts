import { createHash, timingSafeEqual } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { type Env, EnvError } from '../env.ts'

/**
 * `/metrics`: on the port of the app for those who send `METRICS_KEY` as a bearer token, and on `METRICS_PORT`, which only the
 * collector should reach, for everyone.
 */
export async function metricsRoute(app: FastifyInstance, registry: Registry, env: Env, log: Logger): Promise<void> {
  const { METRICS_KEY: key, METRICS_PORT: port } = env
  const send = async (reply: FastifyReply) => reply.type(registry.contentType).send(await registry.metrics())
  if (key) {
    app.get('/metrics', (request, reply) => {
      const given = /^Bearer +(\S{1,500})$/i.exec(request.headers.authorization ?? '')?.[1]
      if (given && timingSafeEqual(digest(given), digest(key))) return send(reply)
      return reply.code(401).send({ message: 'Send the key of the metrics as a bearer token.' })
    })
  }
  if (port !== undefined) {
    const own = Fastify()
    own.get('/metrics', (_, reply) => send(reply))
    // Not in `onListen`, whose errors do not stop the start.
    app.addHook('onReady', async () => {
      const address = await own.listen({ port, host: env.HOST }).catch((error: Error) => {
        throw new EnvError(`METRICS_PORT cannot be used: ${error.message}`)
      })
      log.info({ address }, 'metrics')
    })
    app.addHook('onClose', () => own.close())
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
