import { is, type Table } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { DeclaredForeignKey } from '../../foreign-keys.ts'

/** The foreign keys that a table declares. */
export function declaredForeignKeys(table: Table): DeclaredForeignKey[] {
  return is(table, SQLiteTable) ? getTableConfig(table).foreignKeys : []
}
