import { is, type Table } from 'drizzle-orm'
import { getTableConfig as configInPostgres, PgTable } from 'drizzle-orm/pg-core'
import { getTableConfig as configInSqlite, SQLiteTable } from 'drizzle-orm/sqlite-core'

/** What a table of either engine declares. */
export function tableConfig(table: Table) {
  if (is(table, PgTable)) return configInPostgres(table)
  if (is(table, SQLiteTable)) return configInSqlite(table)
  throw new Error('A table of a domain is made with a column kit')
}
