import { prepared, type Store } from '@trellis/db'
import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

const ping = prepared(({ db }) => db.select({ one: sql`1` }).from(sql`(select 1) as one`))

/** `/health/live`: the process answers. `/health/ready`: so does its database, and it is not about to stop. */
export function healthRoutes(app: FastifyInstance, store: Store, log: Logger): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.get('/health/live', async () => ({ status: 'ok' }))
  app.get('/health/ready', async (_, reply) => {
    if (closing) return reply.code(503).send({ status: 'closing' })
    try {
      await ping(store.read)
      return { status: 'ok' }
    } catch (error) {
      log.error(error, 'the database does not answer')
      return reply.code(503).send({ status: 'database unavailable' })
    }
  })
}
