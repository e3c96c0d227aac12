import type { Database as Client } from 'better-sqlite3'
import type { AnyRelations } from 'drizzle-orm'
import { BetterSQLite3Database, BetterSQLiteSession, betterSQLite3Codecs } from 'drizzle-orm/better-sqlite3'
import { SQLiteDialect } from 'drizzle-orm/sqlite-core'
import type { StoreOptions } from '../../store.ts'

/**
 * Writes a parameter as `+?`, which is the same value. SQLite plans a statement with a bare `?` for the value that is
 * bound to it, and when the driver unbinds it after use, the plan goes: every execution of a prepared join would parse
 * and plan its text anew, for several times what it costs to run it.
 */
class PlannedOnceDialect extends SQLiteDialect {
  override escapeParam(): string {
    return '+?'
  }
}

/** A query builder on a connection, what drizzle's own `drizzle({ client, relations })` makes, with that dialect. */
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
