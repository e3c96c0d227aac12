import { and, count, eq, gt, inArray, lte, or, sql, sum } from 'drizzle-orm'
import { batched } from './batched.ts'
import { isoMoment } from './iso-moment.ts'
import { type Placeholders, prepared } from './prepared.ts'
import type { Connection, Violation } from './store.ts'
import type { defineIdempotencyKeys } from './tables.ts'

/** How long a key is kept, in milliseconds. */
const LIFETIME = 24 * 60 * 60 * 1_000
/** The maximum number of keys of a caller, and of characters in their responses. The oldest are deleted first. */
const BOUNDS = { keys: 10_000, size: 32 * 1024 * 1024 }
/** The number of keys that are deleted in one transaction. */
const BATCH = 500

interface KeyConnection {
  readonly db: Pick<Connection<object, never>['db'], 'select' | 'insert' | 'delete'>
  readonly tables: { readonly idempotencyKeys: ReturnType<typeof defineIdempotencyKeys> }
}

interface KeyStore {
  readonly readInWorker: KeyConnection
  write(work: (connection: KeyConnection) => Promise<unknown>): Promise<unknown>
}

type Call = { caller: string; key: string; fingerprint: string }
type Row = Call & { createdAt: string; size: number; response: string }

const insertKey = batched({
  one: prepared(
    (
      { db, tables: { idempotencyKeys } }: KeyConnection,
      { caller, key, fingerprint, createdAt, size, response }: Placeholders<Row>,
    ) => db.insert(idempotencyKeys).values({ caller, key, fingerprint, createdAt, size, response }),
  ),
  many: async ({ db, tables: { idempotencyKeys } }: KeyConnection, rows: Row[]) => {
    await db.insert(idempotencyKeys).values(rows)
    return rows
  },
  order: ['key', 'caller'],
})

const keptCall = prepared(
  ({ db, tables: { idempotencyKeys } }: KeyConnection, { caller, key }: Placeholders<Omit<Call, 'fingerprint'>>) =>
    db
      .select({
        fingerprint: idempotencyKeys.fingerprint,
        createdAt: idempotencyKeys.createdAt,
        response: idempotencyKeys.response,
      })
      .from(idempotencyKeys)
      .where(and(eq(idempotencyKeys.caller, caller), eq(idempotencyKeys.key, key))),
)

const expiry = () => new Date(Date.now() - LIFETIME).toISOString()

/** Stores the idempotency keys of a domain that has the table. */
export const idempotencyKeys = {
  /**
   * Inserts a key with the response of its call, in the transaction of the call. If another transaction inserts the same
   * key, this one waits for its end. Fails if the key is stored already: `isTaken` recognises the error.
   */
  async keep(connection: KeyConnection, call: Call, response: string): Promise<void> {
    await insertKey(connection, { ...call, createdAt: isoMoment(Date.now()), size: response.length, response })
  },

  /** Whether `keep` violated the constraint. */
  isTaken: (violation: Violation): boolean =>
    violation.kind === 'unique' && violation.columns.startsWith('idempotency_keys.'),

  /** The stored call and response of a key that has not expired. */
  async find(connection: KeyConnection, { caller, key }: Call) {
    const [kept] = await keptCall(connection, { caller, key })
    return kept && Date.now() - Date.parse(kept.createdAt) < LIFETIME ? kept : undefined
  },

  /** Deletes a key that has expired, so that it can be stored again. */
  async deleteExpired({ db, tables: { idempotencyKeys } }: KeyConnection, { caller, key }: Call): Promise<void> {
    const own = and(eq(idempotencyKeys.key, key), eq(idempotencyKeys.caller, caller))
    await db.delete(idempotencyKeys).where(and(own, lte(idempotencyKeys.createdAt, expiry())))
  },
}

/**
 * Deletes the keys that have expired, and the oldest of callers who have too many, or whose responses are too large
 * together. Looks for them in a worker, because the table has no index for it.
 */
export async function sweepKeys({ readInWorker, write }: KeyStore, bounds = BOUNDS): Promise<void> {
  const { db, tables } = readInWorker
  const { caller, key, createdAt, size } = tables.idempotencyKeys
  const started = new Date().toISOString()
  const expired = db.select({ caller, key }).from(tables.idempotencyKeys).where(lte(createdAt, expiry()))

  const callers = db
    .select({ caller })
    .from(tables.idempotencyKeys)
    .groupBy(caller)
    .having(or(gt(count(), bounds.keys), gt(sum(size), bounds.size)))
  const newestFirst = sql`over (partition by ${caller} order by ${createdAt} desc, ${key})`
  const ranked = db
    .select({
      caller,
      key,
      position: sql<number>`row_number() ${newestFirst}`.as('position'),
      total: sql<number>`sum(${size}) ${newestFirst}`.as('total'),
    })
    .from(tables.idempotencyKeys)
    .where(inArray(caller, callers))
    .as('ranked')
  const excess = db
    .select({ caller: ranked.caller, key: ranked.key })
    .from(ranked)
    .where(or(gt(ranked.position, bounds.keys), gt(ranked.total, bounds.size)))

  for (const query of [expired.limit(BATCH), excess.limit(BATCH)]) {
    for (let found = BATCH; found === BATCH; ) {
      const rows = await query
      found = rows.length
      if (found === 0) break
      const values = sql.join(
        rows.map((row) => sql`(${row.key}, ${row.caller})`),
        sql`, `,
      )
      // A key may have been deleted and stored again since it was found.
      const those = and(sql`(${key}, ${caller}) in (values ${values})`, lte(createdAt, started))
      await write(({ db }) => db.delete(tables.idempotencyKeys).where(those))
    }
  }
}
