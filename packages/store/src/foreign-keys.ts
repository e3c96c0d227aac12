import { getTableName, type Table } from 'drizzle-orm'
import { tableConfig } from './dialects/table-config.ts'
import type { ForeignKey } from './schema.ts'

/** The foreign keys of a domain's tables, in the names of the database. */
export function foreignKeysOf(tables: Record<string, Table>): ForeignKey[] {
  const declaredNames = new Map(Object.entries(tables).map(([name, table]) => [table, name]))
  return Object.values(tables)
    .flatMap((table) => [...tableConfig(table).foreignKeys])
    .map((key) => {
      const { columns, foreignTable, foreignColumns } = key.reference()
      return {
        name: key.getName(),
        table: getTableName(key.table),
        columns: columns.map(({ name }) => name),
        foreignTable: getTableName(foreignTable),
        foreignTableAs: declaredNames.get(foreignTable) ?? getTableName(foreignTable),
        foreignColumns: foreignColumns.map(({ name }) => name),
      }
    })
}

/** The columns of a foreign key in the notation of violations: `loans.book_id`, or `loans.book_id, loans.day`. */
export const columnsOf = ({ table, columns }: ForeignKey): string =>
  columns.map((column) => `${table}.${column}`).join(', ')
