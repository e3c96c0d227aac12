import type { Store } from '@trellis/db'
import { lte } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

/** How often, in milliseconds. */
const PERIOD = 300_000

/** Deletes what has expired: sessions, verifications, counters of the rate limiter. */
export async function sweep(store: Store): Promise<void> {
  await store.write(async ({ db, tables: { sessions, verifications, rateLimits } }) => {
    const now = new Date()
    await db.delete(sessions).where(lte(sessions.expiresAt, now))
    await db.delete(verifications).where(lte(verifications.expiresAt, now))
    await db.delete(rateLimits).where(lte(rateLimits.resetAt, now.getTime()))
  })
}

/** Sweeps every few minutes until the host closes. */
export function sweepRegularly(app: FastifyInstance, store: Store, log: Logger): void {
  const timer = setInterval(() => {
    sweep(store).catch((error) => log.error(error, 'sweep failed'))
  }, PERIOD)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
