import { is, type Table } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import type { DeclaredForeignKey } from '../../foreign-keys.ts'

/** The foreign keys that a table declares. */
export function declaredForeignKeys(table: Table): DeclaredForeignKey[] {
  return is(table, PgTable) ? getTableConfig(table).foreignKeys : []
}
