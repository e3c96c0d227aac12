import { type Column, getColumns, is, type Table } from 'drizzle-orm'
import { getTableConfig as configInPostgres, PgTable } from 'drizzle-orm/pg-core'
import { getTableConfig as configInSqlite, SQLiteTable } from 'drizzle-orm/sqlite-core'

/** The columns of the primary key that a table declares, with their names in the declaration. */
export function primaryKeyOf(table: Table): [string, Column][] {
  const config = is(table, PgTable)
    ? configInPostgres(table)
    : is(table, SQLiteTable)
      ? configInSqlite(table)
      : undefined
  const declared = config?.primaryKeys[0]?.columns ?? config?.columns.filter(({ primary }) => primary) ?? []
  // By their names: drizzle gives the declaration of a key on PostgreSQL other objects than the table has.
  const names = declared.map(({ name }) => name)
  return Object.entries(getColumns(table)).filter(([, { name }]) => names.includes(name))
}
