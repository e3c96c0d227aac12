import type { Database as Client } from 'better-sqlite3'
import type { AnyRelations } from 'drizzle-orm'
import { BetterSQLite3Database, BetterSQLiteSession, betterSQLite3Codecs } from 'drizzle-orm/better-sqlite3'
import { SQLiteDialect } from 'drizzle-orm/sqlite-core'
import type { StoreOptions } from '../../store.ts'

/**
 * Writes a parameter as `+?`, which has the same value. SQLite plans a statement with a bare `?` for the bound value,
 * and discards the plan when the driver unbinds the value. Every execution of a prepared join would then parse and plan
 * its text again, which costs several times as much as running it.
 */
class PlannedOnceDialect extends SQLiteDialect {
  override escapeParam(): string {
    return '+?'
  }
}

/** A query builder on a connection, as drizzle's `drizzle({ client, relations })` makes it, but with this dialect. */
export function queryBuilder<Relations extends AnyRelations>(
  client: Client,
  relations: Relations,
  onStatement: StoreOptions['onStatement'],
) {
  const dialect = new PlannedOnceDialect({ codecs: betterSQLite3Codecs, useJitMappers: true })
  const options = onStatement ? { logger: { logQuery: onStatement } } : {}
  const session = new BetterSQLiteSession(client, dialect, relations, options)
  return new BetterSQLite3Database('sync', dialect, session, relations)
}
