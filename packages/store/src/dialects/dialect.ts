import type { AnyRelations } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { SQLiteAsyncDatabase, SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy'

/** The engines. SQLite is embedded. PostgreSQL is for deployments on several machines. */
export type Dialect = 'sqlite' | 'postgres'

/** The query builder of SQLite, without the result type of its driver: no query here returns it. */
export type QueryBuilder<Relations extends AnyRelations> = SQLiteAsyncDatabase<'sync', unknown, Relations>

/** A table of a column kit: every kit has the type of that for SQLite. */
export type KitTable = SQLiteTable

/** A column of a column kit. */
export type KitColumn = SQLiteColumn

/** A query builder of either engine with its own type, for a library that knows both. */
export type StandaloneDatabase = SqliteRemoteDatabase | NodePgDatabase

/** The engine that a database URL selects. @throws if it selects none. */
export function dialectOf(url: string): Dialect {
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgres'
  if (url.startsWith('file:')) return 'sqlite'
  throw new Error('DATABASE_URL must start with file:, postgres:// or postgresql://')
}
