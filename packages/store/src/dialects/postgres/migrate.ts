import { setTimeout as pause } from 'node:timers/promises'
import { DrizzleQueryError } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import type { Client } from 'pg'
import type { DerivedNames } from '../../derived/names.ts'
import type { MigrateOptions } from '../../store.ts'
import { driverError, refuseNewer } from '../errors.ts'
import { applyDerived, startRecord } from './derived-record.ts'
import { isReadOnly, ReadOnly, unavailable } from './errors.ts'
import { connected } from './pool.ts'

/** The number of an advisory lock: server processes that start concurrently migrate one after the other. */
const LOCK = 7_245_118_332

/** The timeouts of the user are for the server. A migration may take longer, and so may its wait for another process. */
const NO_TIMEOUTS = 'SET LOCAL statement_timeout TO 0; SET LOCAL lock_timeout TO 0'

/** How long after a failed attempt the next one begins, in milliseconds. */
const PAUSE = 500
/** The server refuses this user, or its name has no address: trying again does not help. */
const REFUSED = /^(28...|ENOTFOUND)$/

/**
 * Migrates the database to the current schema. A server that cannot be reached, or takes no writes yet, is tried again for
 * `patience`, in milliseconds.
 */
export async function migrate(
  url: string,
  schema: { migrations: string; names: DerivedNames },
  { patience = 0 }: MigrateOptions = {},
): Promise<void> {
  const deadline = performance.now() + patience
  for (;;) {
    try {
      return await migrateOnce(url, schema)
    } catch (error) {
      if (!unavailable(error)) throw error
      if (performance.now() > deadline || REFUSED.test(driverError(error)?.code ?? '')) throw reported(error)
      await pause(PAUSE)
    }
  }
}

/** The error of a server that cannot be used, in one line. */
function reported(cause: unknown): Error {
  if (isReadOnly(cause)) return new ReadOnly('The server takes no writes: it is a replica, or read-only.', { cause })
  const { code, message } = driverError(cause) ?? { code: 'ETIMEDOUT', message: 'The server does not answer.' }
  return Object.assign(new Error(message, { cause }), { code })
}

/**
 * Migrates in one transaction: runs the pending migrations, then updates the derived objects. The lock ends with the
 * transaction, because PgBouncer may give the next one to another connection.
 */
async function migrateOnce(
  url: string,
  { migrations, names }: { migrations: string; names: DerivedNames },
): Promise<void> {
  await connected(url, (client) =>
    drizzle({ client }).transaction(async (transaction) => {
      await client.query(NO_TIMEOUTS)
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
      refuseNewer(await appliedIn(client), migrations)
      await startRecord(client)
      await applyPending(transaction, client, migrations)
      await applyDerived(client, names)
    }),
  )
}

async function applyPending(transaction: NodePgDatabase, client: Client, folder: string): Promise<void> {
  try {
    await applyMigrations(transaction, { migrationsFolder: folder })
  } catch (cause) {
    if (!(cause instanceof DrizzleQueryError)) throw cause
    const { query } = cause
    const failed = readMigrationFiles({ migrationsFolder: folder }).findLast(({ sql }) => sql.includes(query))
    if (!failed) throw cause
    const reason = cause.cause?.message ?? cause.message
    const where = `${client.host}:${client.port}/${client.database}`
    throw new Error(`Migration ${failed.name} of ${where} failed: ${reason}`, { cause })
  }
}

/** The names of the migrations that were applied to the database of a connection. */
export async function appliedIn(client: Pick<Client, 'query'>): Promise<string[]> {
  const table = await client.query("SELECT to_regclass('drizzle.__drizzle_migrations') AS name")
  if (table.rows[0]?.name === null) return []
  const { rows } = await client.query<{ name: string }>('SELECT name FROM drizzle.__drizzle_migrations')
  return rows.map(({ name }) => name)
}

/** The names of the migrations that were applied to the database. */
export function appliedMigrations(url: string): Promise<string[]> {
  return connected(url, appliedIn)
}

/** Checks in a transaction that the server takes writes, and that this program knows its schema. @throws DatabaseUnavailable if not. */
export async function refuseUnwritable(client: Pick<Client, 'query'>, migrations: string): Promise<void> {
  refuseNewer(await appliedIn(client), migrations)
  const { rows } = await client.query('SHOW transaction_read_only')
  if (rows[0]?.transaction_read_only === 'on') throw new ReadOnly('The database is read-only')
  // Gives the transaction an id, which only a database that takes writes can.
  await client.query('SELECT pg_current_xact_id()')
}
