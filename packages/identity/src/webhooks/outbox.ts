import type { Batch } from '@trellis/rpc/live'
import { type Change, isoMoment } from '@trellis/store'
import { and, asc, count, eq, inArray, min, type SQL, sql } from 'drizzle-orm'
import type { IdentityConnection, IdentityStore } from '../store.ts'
import { LIFETIME } from './webhooks.ts'

/** The wait after the first failed attempt, in milliseconds. It doubles with each further one. */
const FIRST_WAIT = 5_000
/** The longest wait, in milliseconds. */
const MAX_WAIT = 2 * 60 * 60_000

/** A webhook as it is stored. */
export type StoredWebhook = IdentityStore['read']['tables']['webhooks']['$inferSelect']
/** A delivery as it is stored. */
export type StoredDelivery = IdentityStore['read']['tables']['webhookDeliveries']['$inferSelect']

type Hook = Pick<StoredWebhook, 'id' | 'tables' | 'kinds'>
type Created = IdentityStore['read']['tables']['webhookDeliveries']['$inferInsert']

const created = (hook: Hook, id: string, rowKey: string, type: string, data: object, now: number): Created => {
  const createdAt = isoMoment(now)
  const payload = JSON.stringify({ type, timestamp: createdAt, data })
  return {
    ...{ webhookId: hook.id, messageId: `msg_${hook.id}_${id}`, rowKey, type, payload },
    ...{ dueAt: now, expiresAt: now + LIFETIME, createdAt },
  }
}

/** The deliveries of the changes that a webhook asks for. */
export const deliveriesOf = (hook: Hook, changes: readonly Change[], now: number): Created[] =>
  changes.flatMap(({ position, table, kind, key, before, after }) => {
    if (!hook.tables.includes(table) || !hook.kinds.includes(kind)) return []
    const data = { position, table, kind, key, by: after ?? before ?? {} }
    return [created(hook, position, `${table} ${JSON.stringify(key)}`, `${table}.${kind}`, data, now)]
  })

/** The delivery that says that changes are missing, because the journal does not have them any more: rows must be read again. */
export const resetOf = (hook: Hook, position: string, now: number): Created =>
  created(hook, `${position}_reset`, 'reset', 'reset', { position }, now)

/**
 * Stores deliveries, and the position up to which a webhook has them, in one transaction: none is missing and none is there twice
 * if the process ends meanwhile. Returns whether the webhook still was at the position `from`.
 */
export const enqueue = (
  store: IdentityStore,
  hookId: number,
  { from, to }: Pick<Batch, 'from' | 'to'>,
  deliveries: Created[],
): Promise<boolean> =>
  store.write(async ({ db, tables: { webhooks, webhookDeliveries } }) => {
    const moved = await db
      .update(webhooks)
      .set({ position: to })
      .where(and(eq(webhooks.id, hookId), eq(webhooks.position, from)))
      .returning({ id: webhooks.id })
    if (moved.length === 0) return false
    if (deliveries.length > 0) await db.insert(webhookDeliveries).values(deliveries)
    return true
  })

/** It is not finished. A literal, by which the engines know the index of such rows. */
export const isPending = ({ status }: IdentityConnection['tables']['webhookDeliveries']): SQL =>
  sql`${status} = 'pending'`

const pendingOf = ({ webhookDeliveries }: IdentityConnection['tables'], hookId: number) =>
  and(eq(webhookDeliveries.webhookId, hookId), isPending(webhookDeliveries))

/** The number of deliveries of a webhook that are not finished. */
export async function pendingCount({ db, tables }: IdentityConnection, hookId: number): Promise<number> {
  const [row] = await db.select({ count: count() }).from(tables.webhookDeliveries).where(pendingOf(tables, hookId))
  return row?.count ?? 0
}

/** The first pending delivery of each row, those that are due first at the start. The later ones of a row wait for it. */
export async function firstOfRows(
  { db, tables }: IdentityConnection,
  hookId: number,
  limit: number,
): Promise<StoredDelivery[]> {
  const { webhookDeliveries } = tables
  const { id, rowKey, dueAt } = webhookDeliveries
  const first = db
    .select({ id: min(id) })
    .from(webhookDeliveries)
    .where(pendingOf(tables, hookId))
    .groupBy(rowKey)
  return db.select().from(webhookDeliveries).where(inArray(id, first)).orderBy(asc(dueAt), asc(id)).limit(limit)
}

/** The wait before the next attempt, after so many. */
export const backoff = (attempts: number): number => Math.min(FIRST_WAIT * 2 ** (attempts - 1), MAX_WAIT)

/** Stores the outcome of an attempt: `error` says why it failed. After a day, there are no further ones. */
export async function saveAttempt(
  store: IdentityStore,
  { id, attempts, expiresAt }: Pick<StoredDelivery, 'id' | 'attempts' | 'expiresAt'>,
  error: string | null,
  now: number,
): Promise<void> {
  const dueAt = now + backoff(attempts + 1)
  const status = error === null ? 'delivered' : dueAt < expiresAt ? 'pending' : 'failed'
  await store.write(({ db, tables: { webhookDeliveries } }) =>
    db
      .update(webhookDeliveries)
      .set({ status, error, attempts: attempts + 1, ...(status === 'pending' && { dueAt }) })
      .where(eq(webhookDeliveries.id, id)),
  )
}
