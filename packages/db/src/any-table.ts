import { type Column, getColumns, sql } from 'drizzle-orm'
import type { Connection } from './database.ts'

/** The number of rows that one statement reads or inserts. */
export const BATCH = 500

/** A table by its name in the declarations. */
export function tableOf(tables: Connection['tables'], name: string) {
  const table = Object.entries(tables).find(([key]) => key === name)?.[1]
  if (!table) throw new Error(`There is no table ${name}.`)
  return table
}

/** The columns of any table, some of which it may not have. */
export function columnsOf(table: ReturnType<typeof tableOf>): Record<string, Column | undefined> {
  return getColumns(table)
}

/** The number of rows of all tables. */
export async function countRows({ db, tables }: Connection): Promise<number> {
  let total = 0
  for (const table of Object.values(tables)) {
    const [row] = await db.select({ count: sql<number>`count(*)`.mapWith(Number) }).from(table)
    total += row?.count ?? 0
  }
  return total
}
