import { prepared, type Store } from '@trellis/db'
import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

const ping = prepared(({ db }) => db.select({ one: sql`1` }).from(sql`(select 1) as one`))

/** `/health/live`: the process answers. `/health/ready`: so does its database, and it is not `stopping`. */
export function healthRoutes(app: FastifyInstance, store: Store, log: Logger, stopping: AbortSignal): void {
  app.get('/health/live', async () => ({ status: 'ok' }))
  app.get('/health/ready', async (_, reply) => {
    if (stopping.aborted) return reply.code(503).send({ status: 'closing' })
    try {
      await ping(store.read)
      return { status: 'ok' }
    } catch (error) {
      log.error(error, 'the database does not answer')
      return reply.code(503).send({ status: 'database unavailable' })
    }
  })
}
