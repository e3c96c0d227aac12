import { isoMoment, prepared } from '@trellis/store'
import { and, desc, eq, inArray, lt, lte, min, ne, type SQL } from 'drizzle-orm'
import type { IdentityConnection as Connection, IdentityStore } from '../store.ts'
import { isPending } from './outbox.ts'

/** How long deliveries that are finished are kept, in milliseconds, and how many of a webhook. */
const AGE = 7 * 24 * 60 * 60_000
const KEPT = 10_000
/** The number of deliveries that are deleted in one transaction. */
const BATCH = 500

/** Deletes finished deliveries that are older than a week, and all but the newest 10,000 of each webhook. */
export async function trimDeliveries(store: IdentityStore, now = Date.now(), kept = KEPT): Promise<void> {
  const { db, tables } = store.read
  const { id, webhookId, status, createdAt } = tables.webhookDeliveries
  await trim(store, lte(createdAt, isoMoment(now - AGE)))
  for (const hook of await db.select({ id: tables.webhooks.id }).from(tables.webhooks)) {
    const of = and(eq(webhookId, hook.id), ne(status, 'pending'))
    const [newestOfRest] = await db
      .select({ id })
      .from(tables.webhookDeliveries)
      .where(of)
      .orderBy(desc(id))
      .limit(1)
      .offset(kept)
    if (newestOfRest) await trim(store, and(of, lt(id, newestOfRest.id + 1)))
  }
}

async function trim(store: IdentityStore, old: SQL | undefined): Promise<void> {
  const { webhookDeliveries } = store.read.tables
  const { id, status } = webhookDeliveries
  for (let deleted = BATCH; deleted === BATCH; ) {
    const gone = await store.write(({ db }) => {
      const oldest = db
        .select({ id })
        .from(webhookDeliveries)
        .where(and(ne(status, 'pending'), old))
        .limit(BATCH)
      return db.delete(webhookDeliveries).where(inArray(id, oldest)).returning({ id })
    })
    deleted = gone.length
  }
}

const oldestPending = prepared(({ db, tables: { webhookDeliveries } }: Connection) =>
  db
    .select({ oldest: min(webhookDeliveries.createdAt) })
    .from(webhookDeliveries)
    .where(isPending(webhookDeliveries)),
)

/** The time of the oldest delivery that is not finished. */
export async function oldestDelivery(connection: Connection): Promise<string | null> {
  const [row] = await oldestPending(connection)
  return row?.oldest ?? null
}
