import { getColumns, getColumnTable, getTableName, type Table } from 'drizzle-orm'
import type { Derived } from './derived/declarations.ts'
import { propertyOf } from './derived/folded-keys.ts'

/** The field of the rows that each column stands for. A folded key stands for its text: `users.username_key` for `username`. */
export function fieldsOf(tables: readonly Table[], derived: readonly Derived[]): Map<string, string> {
  const fields = new Map(
    tables.flatMap((table) =>
      Object.entries(getColumns(table)).map(([field, { name }]) => [`${getTableName(table)}.${name}`, field] as const),
    ),
  )
  for (const one of derived) {
    if (one.kind !== 'foldedKey') continue
    fields.set(`${getTableName(getColumnTable(one.column))}.${one.column.name}`, propertyOf(one.of))
  }
  return fields
}
