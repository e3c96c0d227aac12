import type { AnyRelations } from 'drizzle-orm'
import type { Schema } from '../schema.ts'
import type { AnyTables, MigrateOptions, Store, StoreOptions } from '../store.ts'
import { type Dialect, dialectOf } from './dialect.ts'
import { columns as postgresColumns } from './postgres/columns.ts'
import { migratePostgres } from './postgres/migrate.ts'
import { databaseNamePostgres, resetPostgres } from './postgres/reset.ts'
import { openPostgres } from './postgres/store.ts'
import { type Columns, columns as sqliteColumns } from './sqlite/columns.ts'
import { migrateSqlite } from './sqlite/migrate.ts'
import { resetSqlite } from './sqlite/reset.ts'
import { openSqlite } from './sqlite/store.ts'

export { absolute } from './sqlite/store.ts'

/** The column kits, with the type of the SQLite kit. */
export const columnKits: Record<Dialect, Columns> = { sqlite: sqliteColumns, postgres: postgresColumns }

/** Opens a migrated database. */
export function open<Tables extends AnyTables, Relations extends AnyRelations>(
  schema: Schema<Tables, Relations>,
  options: StoreOptions,
): Store<Tables, Relations> {
  return dialectOf(options.url) === 'postgres' ? openPostgres(schema, options) : openSqlite(schema, options)
}

/** Migrates the database to the current schema. Creates a file that does not exist. */
export async function migrate(
  schema: Schema<AnyTables, AnyRelations>,
  url: string,
  options?: MigrateOptions,
): Promise<void> {
  if (dialectOf(url) === 'postgres') await migratePostgres(url, schema, options)
  else migrateSqlite(url, schema)
}

/** Removes everything from the database, with the record of its migrations. */
export async function reset(url: string): Promise<void> {
  if (dialectOf(url) === 'postgres') await resetPostgres(url)
  else resetSqlite(url)
}

/** The name of a database on a server. A local file has none. */
export async function databaseName(url: string): Promise<string | undefined> {
  return dialectOf(url) === 'postgres' ? databaseNamePostgres(url) : undefined
}
