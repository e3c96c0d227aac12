import { type Column, getColumns, is, type Table } from 'drizzle-orm'
import { getTableConfig as configInPostgres, PgTable } from 'drizzle-orm/pg-core'
import { getTableConfig as configInSqlite, SQLiteTable } from 'drizzle-orm/sqlite-core'

/** The configuration that a table of either engine declares. */
export function tableConfig(table: Table) {
  if (is(table, PgTable)) return configInPostgres(table)
  if (is(table, SQLiteTable)) return configInSqlite(table)
  throw new Error('A table of a domain is made with a column kit')
}

/** The columns of the primary key that a table declares, with their names in the declaration. */
export function primaryKeyOf(table: Table): [string, Column][] {
  const { columns, primaryKeys } = tableConfig(table)
  const declared = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary)
  // By their names: drizzle gives the declaration of a key on PostgreSQL other objects than the table has.
  const names = declared.map(({ name }) => name)
  return Object.entries(getColumns(table)).filter(([, { name }]) => names.includes(name))
}
