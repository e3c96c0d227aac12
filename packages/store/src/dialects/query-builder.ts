import type { AnyRelations, BuildColumns, ColumnBuilderBase } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type {
  SQLiteAsyncDatabase,
  SQLiteColumn,
  SQLiteTable,
  SQLiteTableExtraConfigValue,
  SQLiteTableWithColumns,
} from 'drizzle-orm/sqlite-core'
import type { SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy'
import type { columns } from './sqlite/columns.ts'

/** The engines. SQLite is embedded. PostgreSQL is for deployments on several machines. */
export type DialectName = 'sqlite' | 'postgres'

/** The functions of a column kit, with the types of the kit for SQLite. */
export type Columns = typeof columns

/** A table of a column kit: every kit has the type of that for SQLite. */
export type KitTable = SQLiteTable

/** A column of a column kit. */
export type KitColumn = SQLiteColumn

/** The columns of a table, from their builders in a column kit. */
export type KitColumns<Name extends string, Builders extends Record<string, ColumnBuilderBase>> = BuildColumns<
  Name,
  Builders,
  'sqlite'
>

/** A table, from the builders of its columns. */
export type TableOf<Name extends string, Builders extends Record<string, ColumnBuilderBase>> = SQLiteTableWithColumns<{
  name: Name
  schema: undefined
  columns: BuildColumns<Name, Builders, 'sqlite'>
  dialect: 'sqlite'
  isAlias: false
}>

/** An index or a constraint of a table. */
export type TableExtra = SQLiteTableExtraConfigValue

/**
 * The query builder of SQLite, without the methods that PostgreSQL's does not have or that the Store owns, and without the
 * result type of the driver: no query here returns it.
 */
export type QueryBuilder<Relations extends AnyRelations> = Omit<
  SQLiteAsyncDatabase<'sync', unknown, Relations>,
  'all' | 'get' | 'run' | 'values' | 'transaction'
>

/** A query builder of either engine with its own type, for a library that knows both. */
export type AutocommitDatabase = SqliteRemoteDatabase | NodePgDatabase

/** The name of an engine in better-auth. */
export type AuthProvider = 'sqlite' | 'pg'
