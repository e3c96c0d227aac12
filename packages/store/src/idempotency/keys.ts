import { and, eq, gt, inArray, lte, or, sql } from 'drizzle-orm'
import { type Placeholders, prepared } from '../prepared.ts'
import type { Connection } from '../store.ts'
import { together } from '../together.ts'
import type { defineIdempotencyKeys } from './table.ts'

/** How long a key is kept, in milliseconds. */
const LIFETIME = 24 * 60 * 60 * 1_000
/** The maximum number of keys of a caller, and of characters in their responses. The oldest are deleted first. */
const BOUNDS = { keys: 10_000, size: 32 * 1024 * 1024 }
/** The limits of a caller are enforced after one in this many calls on average, and after every larger response. */
const CALLS_BETWEEN_TRIMS = 256
const LARGE = 128 * 1024

interface KeyConnection {
  readonly db: Pick<Connection<object, never>['db'], 'select' | 'insert' | 'update' | 'delete'>
  readonly tables: { readonly idempotencyKeys: ReturnType<typeof defineIdempotencyKeys> }
}

type Call = { caller: string; key: string; fingerprint: string }

const insertKey = together({
  one: prepared(
    (
      { db, tables: { idempotencyKeys } }: KeyConnection,
      { caller, key, fingerprint, createdAt }: Placeholders<Call & { createdAt: string }>,
    ) =>
      db
        .insert(idempotencyKeys)
        .values({ caller, key, fingerprint, createdAt })
        .onConflictDoNothing()
        .returning({ caller: idempotencyKeys.caller, key: idempotencyKeys.key }),
  ),
  many: async ({ db, tables: { idempotencyKeys } }: KeyConnection, calls: (Call & { createdAt: string })[]) => {
    const identity = ({ caller, key }: Omit<Call, 'fingerprint'>) => `${caller} ${key}`
    // The second waits for the first when each has a transaction of its own.
    if (new Set(calls.map(identity)).size < calls.length) throw new Error('A key is in the group twice')
    const { caller, key } = idempotencyKeys
    const inserted = await db.insert(idempotencyKeys).values(calls).onConflictDoNothing().returning({ caller, key })
    const rows = new Map(inserted.map((row) => [identity(row), row]))
    return calls.map((call) => [rows.get(identity(call))].filter((row) => row !== undefined))
  },
  order: ['caller', 'key'],
})

type Response = Call & { response: string; size: number }

const setResponse = together({
  one: prepared(
    (
      { db, tables: { idempotencyKeys } }: KeyConnection,
      { caller, key, response, size }: Placeholders<Omit<Response, 'fingerprint'>>,
    ) =>
      db
        .update(idempotencyKeys)
        .set({ response: sql`${response}`, size: sql`${size}` })
        .where(and(eq(idempotencyKeys.caller, caller), eq(idempotencyKeys.key, key))),
  ),
  many: async ({ db, tables: { idempotencyKeys } }: KeyConnection, responses: Response[]) => {
    const createdAt = new Date().toISOString()
    // Every key is there. The statement inserts none, but takes a list of rows on both engines.
    await db
      .insert(idempotencyKeys)
      .values(responses.map((response) => ({ ...response, createdAt })))
      .onConflictDoUpdate({
        target: [idempotencyKeys.caller, idempotencyKeys.key],
        set: { response: sql`excluded.response`, size: sql`excluded.size` },
      })
    return responses
  },
  order: ['caller', 'key'],
})

/** Stores the idempotency keys of a domain that has the table. Called inside the transaction of the mutation. */
export const idempotencyKeys = {
  /**
   * Inserts a key that is not stored yet. If another transaction inserts the same key, this one waits for its end.
   *
   * @returns the row of a key that is stored already.
   */
  async claim(connection: KeyConnection, { caller, key, fingerprint }: Call) {
    const createdAt = new Date().toISOString()
    const [inserted] = await insertKey(connection, { caller, key, fingerprint, createdAt })
    if (inserted) return undefined
    const { db, tables } = connection
    const { idempotencyKeys } = tables
    const own = and(eq(idempotencyKeys.caller, caller), eq(idempotencyKeys.key, key))
    const [kept] = await db.select().from(idempotencyKeys).where(own)
    if (kept && Date.now() - Date.parse(kept.createdAt) < LIFETIME) return kept
    // The key has expired, but was not deleted yet.
    await db.update(idempotencyKeys).set({ fingerprint, createdAt, response: null }).where(own)
    return undefined
  },

  /** Stores the response of a claimed key. */
  async keep(connection: KeyConnection, call: Call, response: string): Promise<void> {
    await setResponse(connection, { ...call, response, size: response.length })
    const isDue = response.length > LARGE || Math.random() * CALLS_BETWEEN_TRIMS < 1
    if (isDue) await trimKeys(connection, call.caller)
  },
}

/** Deletes the oldest keys of a caller who has too many, or whose responses are too large together. */
export async function trimKeys({ db, tables }: KeyConnection, caller: string, bounds = BOUNDS): Promise<void> {
  const { idempotencyKeys } = tables
  const newestFirst = sql`order by ${idempotencyKeys.createdAt} desc, ${idempotencyKeys.key}`
  const ranked = db
    .select({
      key: idempotencyKeys.key,
      position: sql<number>`row_number() over (${newestFirst})`.as('position'),
      total: sql<number>`sum(${idempotencyKeys.size}) over (${newestFirst})`.as('total'),
    })
    .from(idempotencyKeys)
    .where(eq(idempotencyKeys.caller, caller))
    .as('ranked')
  const excess = db
    .select({ key: ranked.key })
    .from(ranked)
    .where(or(gt(ranked.position, bounds.keys), gt(ranked.total, bounds.size)))
  await db.delete(idempotencyKeys).where(and(eq(idempotencyKeys.caller, caller), inArray(idempotencyKeys.key, excess)))
}

/** Deletes the keys that have expired. */
export async function deleteExpiredKeys({ db, tables: { idempotencyKeys } }: KeyConnection): Promise<void> {
  await db.delete(idempotencyKeys).where(lte(idempotencyKeys.createdAt, new Date(Date.now() - LIFETIME).toISOString()))
}
