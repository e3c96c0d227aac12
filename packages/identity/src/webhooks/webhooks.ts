import { keyset, type Position, rowOrThrow } from '@trellis/rpc'
import { isoMoment, type Placeholders, prepared } from '@trellis/store'
import { and, count, desc, eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import type { IdentityConnection as Connection, IdentityStore } from '../store.ts'
import { newSecret } from './secrets.ts'
import type { ChangeKind } from './tables.ts'

/** How long a delivery is tried, in milliseconds. */
export const LIFETIME = 24 * 60 * 60_000
/** The maximum number of webhooks. */
const MAX_WEBHOOKS = 100

/** The order of both lists: the newest first. */
export const newestFirst = keyset(['id'], 'desc')

/** A webhook as an admin registers it. */
export interface WebhookDefinition {
  readonly url: string
  readonly tables: readonly string[]
  readonly kinds: readonly z.infer<typeof ChangeKind>[]
}

/** The names of `tables` that have no journal. */
export const unknownTables = ({ journal }: Pick<IdentityStore, 'journal'>, tables: readonly string[]): string[] =>
  tables.filter((table) => !journal?.tables.includes(table))

/** The position from which a new webhook gets changes. @throws if no table is declared with `journal`. */
export function startingPosition({ journal }: Pick<IdentityStore, 'journal'>): Promise<string> {
  if (!journal) throw new Error('No table is declared with journal(...)')
  return journal.position()
}

/** Creates a webhook with a new secret, which is returned here only. `undefined` if there are too many. */
export async function createWebhook(
  { db, tables: { webhooks } }: Connection,
  { url, tables, kinds }: WebhookDefinition,
  { position, encrypt }: { position: string; encrypt(secret: string): string },
) {
  const [{ total } = { total: 0 }] = await db.select({ total: count() }).from(webhooks)
  if (total >= MAX_WEBHOOKS) return undefined
  const secret = newSecret()
  const createdAt = isoMoment(Date.now())
  const values = { url, tables: [...new Set(tables)], kinds: [...new Set(kinds)], createdAt }
  const [row] = await db
    .insert(webhooks)
    .values({ ...values, secret: encrypt(secret), position })
    .returning({ id: webhooks.id })
  return { id: rowOrThrow(row).id, ...values, secret }
}

/** The webhooks, newest first, each with the number of its deliveries that are pending, and that have failed. */
export async function listWebhooks(
  { db, tables: { webhooks, webhookDeliveries } }: Connection,
  { limit, at = newestFirst.after(null) }: { limit: number; at?: Position<'id'> },
) {
  const { id, url, tables, kinds, createdAt } = webhooks
  const rows = await db
    .select({ id, url, tables, kinds, createdAt })
    .from(webhooks)
    .where(newestFirst.condition([id], at))
    .orderBy(desc(id))
    .limit(limit)
  const { webhookId, status } = webhookDeliveries
  const unfinished = await db
    .select({ webhookId, status, count: count() })
    .from(webhookDeliveries)
    .where(
      and(
        inArray(
          webhookId,
          rows.map((row) => row.id),
        ),
        inArray(status, ['pending', 'failed']),
      ),
    )
    .groupBy(webhookId, status)
  const counted = (id: number, status: string) =>
    unfinished.find((one) => one.webhookId === id && one.status === status)?.count ?? 0
  return rows.map((row) => ({ ...row, pending: counted(row.id, 'pending'), failed: counted(row.id, 'failed') }))
}

/** Deletes a webhook with its deliveries. Returns whether there was one. */
export async function deleteWebhook({ db, tables: { webhooks } }: Connection, id: number): Promise<boolean> {
  const gone = await db.delete(webhooks).where(eq(webhooks.id, id)).returning({ id: webhooks.id })
  return gone.length > 0
}

/** Whether there is a webhook with this id. */
export const webhookById = prepared(({ db, tables: { webhooks } }: Connection, at: Placeholders<{ id: number }>) =>
  db.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, at.id)),
)

/** The deliveries of a webhook, newest first. */
export async function listDeliveries(
  { db, tables: { webhookDeliveries } }: Connection,
  { webhookId, limit, at = newestFirst.after(null) }: { webhookId: number; limit: number; at?: Position<'id'> },
) {
  const { id, messageId, type, payload, status, attempts, error, dueAt, createdAt } = webhookDeliveries
  const rows = await db
    .select({ id, messageId, type, payload, status, attempts, error, dueAt, createdAt })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.webhookId, webhookId), newestFirst.condition([id], at)))
    .orderBy(desc(id))
    .limit(limit)
  return rows.map(({ dueAt, ...row }) => ({
    ...row,
    nextAttemptAt: row.status === 'pending' ? isoMoment(dueAt) : null,
  }))
}

/** Makes a delivery again, or at once if it waits for its next attempt: for another day. Returns whether there is such a delivery. */
export async function retryDelivery({ db, tables: { webhookDeliveries } }: Connection, id: number): Promise<boolean> {
  const now = Date.now()
  const again = await db
    .update(webhookDeliveries)
    .set({ status: 'pending', dueAt: now, expiresAt: now + LIFETIME, attempts: 0 })
    .where(eq(webhookDeliveries.id, id))
    .returning({ id: webhookDeliveries.id })
  return again.length > 0
}
