import type { Connection as ConnectionOf, KitTable, OperatedDatabase } from '@trellis/store'
import { type AnyRelations, type Column, getColumns } from 'drizzle-orm'

/** The tables of any domain. */
export type Tables = Record<string, KitTable>
/** The database of any domain. */
export type AnyDatabase = OperatedDatabase<Tables, AnyRelations>
export type Connection = ConnectionOf<Tables, AnyRelations>

/** The number of rows that one statement reads or inserts. */
export const BATCH = 500

/** A table by its name in the declarations. */
export function tableOf(tables: Tables, name: string): KitTable {
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined
  if (!table) throw new Error(`There is no table ${name}.`)
  return table
}

/** The columns of any table, some of which it may not have. */
export function columnsOf(table: KitTable): Record<string, Column | undefined> {
  return getColumns(table)
}

/** The number of rows of all tables. */
export async function countRows({ db, tables }: Connection): Promise<number> {
  let total = 0
  for (const table of Object.values(tables)) total += await db.$count(table)
  return total
}
