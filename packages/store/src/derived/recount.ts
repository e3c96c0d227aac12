import { getColumns, getTableName, ne, type SQL, sql, type Table } from 'drizzle-orm'
import type { AnyTables } from '../store.ts'
import { type CounterNames, countOf } from './names.ts'

/** A counter that differs from the number of rows that it counts. */
export interface Miscount {
  /** Its name in the database: `books.loan_count`. */
  counter: string
  /** In how many rows it differs. */
  rows: number
}

type Row = Record<string, unknown>
/** The part of both engines' query builders that counters need. */
interface Counting {
  db: {
    $count(table: Table, filter: SQL): PromiseLike<number>
    update(table: Table): { set(values: Row): { where(filter: SQL): PromiseLike<unknown> } }
  }
  tables: AnyTables
}

/** The counters that differ from the number of rows that they count. */
export async function miscounts({ db, tables }: Counting, counters: readonly CounterNames[]): Promise<Miscount[]> {
  const found: Miscount[] = []
  for (const one of counters) {
    const { table, wrong } = counting(tables, one)
    const rows = await db.$count(table, wrong)
    if (rows > 0) found.push({ counter: `${one.table}.${one.column}`, rows })
  }
  return found
}

/** Sets every counter to the number of rows that it counts. */
export async function recount({ db, tables }: Counting, counters: readonly CounterNames[]): Promise<void> {
  for (const one of counters) {
    const { table, wrong, corrected } = counting(tables, one)
    await db.update(table).set(corrected).where(wrong)
  }
}

/** The table of a counter, the condition of the rows in which it is wrong, and the values that correct it. */
function counting(tables: AnyTables, one: CounterNames): { table: Table; wrong: SQL; corrected: Row } {
  const table = Object.values(tables).find((table) => getTableName(table) === one.table)
  if (!table) throw new Error(`There is no table ${one.table}.`)
  const counted = sql.raw(countOf(one))
  const corrected: Row = {}
  for (const [property, column] of Object.entries(getColumns(table))) {
    // A recount is no change of the row: not a new version of it, for example.
    if (column.onUpdateFn) corrected[property] = sql`${column}`
    if (column.name === one.column) corrected[property] = counted
  }
  return { table, wrong: ne(sql.identifier(one.column), counted), corrected }
}
