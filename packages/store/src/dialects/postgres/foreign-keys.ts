import { getTableName, is, type Table } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import type { ForeignKey } from '../../schema.ts'

/** The foreign keys of the tables. */
export function foreignKeysOf(tables: readonly Table[]): ForeignKey[] {
  return tables
    .flatMap((table) => (is(table, PgTable) ? getTableConfig(table).foreignKeys : []))
    .map((key) => {
      const { columns, foreignTable, foreignColumns } = key.reference()
      return {
        name: key.getName(),
        table: getTableName(key.table),
        columns: columns.map(({ name }) => name),
        foreignTable: getTableName(foreignTable),
        foreignColumns: foreignColumns.map(({ name }) => name),
      }
    })
}
