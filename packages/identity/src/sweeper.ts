import { deleteOldEvents, sweepKeys } from '@trellis/store/operations'
import { lte } from 'drizzle-orm'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { IdentityStore } from './store.ts'
import { trimDeliveries } from './webhooks/housekeeping.ts'

/** The time between two sweeps, in milliseconds. */
const PERIOD = 300_000

/**
 * Deletes expired sessions, verifications and counters of the rate limiter, the events of the audit trail that are older
 * than `auditDays`, idempotency keys that are not needed any more, and old deliveries to webhooks.
 */
export async function sweep(store: IdentityStore, auditDays: number): Promise<void> {
  await store.write(async (connection) => {
    const { db, tables } = connection
    const { sessions, verifications, rateLimits } = tables
    const now = new Date()
    await db.delete(sessions).where(lte(sessions.expiresAt, now))
    await db.delete(verifications).where(lte(verifications.expiresAt, now))
    await db.delete(rateLimits).where(lte(rateLimits.resetAt, now.getTime()))
    await deleteOldEvents(connection, auditDays)
  })
  await sweepKeys(store)
  await trimDeliveries(store)
}

/** Sweeps every few minutes until the server closes. */
export function sweepRegularly(
  app: FastifyInstance,
  store: IdentityStore,
  auditDays: number,
  log: Pick<FastifyBaseLogger, 'error'>,
): void {
  const timer = setInterval(() => {
    sweep(store, auditDays).catch((error) => log.error(error, 'sweep failed'))
  }, PERIOD)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
