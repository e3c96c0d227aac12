import type { IdentityStore } from '@trellis/identity/tables'
import { max } from 'drizzle-orm'
import type { Played } from './operation.ts'
import { type Connection, columnsOf, countRows } from './tables.ts'

/** Counts all rows, and finds the newest `updatedAt` or `createdAt` of the tables with an id. */
export async function playAny({ read }: IdentityStore): Promise<Played> {
  const connection: Connection = { ...read, tables: { ...read.tables } }
  const times: number[] = []
  for (const table of Object.values(connection.tables)) {
    const { updatedAt, createdAt } = columnsOf(table)
    const column = updatedAt ?? createdAt
    if (!column) continue
    const [row] = await connection.db.select({ last: max(column) }).from(table)
    if (row?.last) times.push(new Date(String(row.last)).getTime())
  }
  return { rows: await countRows(connection), lastWrite: times.length > 0 ? new Date(Math.max(...times)) : null }
}
