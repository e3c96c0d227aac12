import type { IdentityStore } from '@trellis/identity/tables'
import type { KitTable } from '@trellis/store'
import { max } from 'drizzle-orm'
import { columnsOf, countRows } from './tables.ts'

/** Counts the rows of all tables. */
export const countAll = ({ read }: IdentityStore): Promise<number> => countRows({ ...read, tables: { ...read.tables } })

/** When a row was written last: the newest `updatedAt` or `createdAt` of the tables. */
export async function lastWriteIn({ read: { db, tables } }: IdentityStore): Promise<Date | null> {
  const times: number[] = []
  for (const table of Object.values<KitTable>({ ...tables })) {
    const { updatedAt, createdAt } = columnsOf(table)
    const column = updatedAt ?? createdAt
    if (!column) continue
    const [row] = await db.select({ last: max(column) }).from(table)
    if (row?.last) times.push(new Date(String(row.last)).getTime())
  }
  return times.length > 0 ? new Date(Math.max(...times)) : null
}
