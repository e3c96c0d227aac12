import { type Column, getColumns, type Table } from 'drizzle-orm'
import { tableConfig } from './table-config.ts'

/** The columns of the primary key that a table declares, with their names in the declaration. */
export function primaryKeyOf(table: Table): [string, Column][] {
  const { columns, primaryKeys } = tableConfig(table)
  const declared = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary)
  // By their names: drizzle gives the declaration of a key on PostgreSQL other objects than the table has.
  const names = declared.map(({ name }) => name)
  return Object.entries(getColumns(table)).filter(([, { name }]) => names.includes(name))
}
