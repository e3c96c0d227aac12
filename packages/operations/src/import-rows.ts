import { compareKeys } from '@trellis/store'
import { dialectOf, type OnProgress, primaryKeyOf } from '@trellis/store/operations'
import { and, eq, type SQL } from 'drizzle-orm'
import { readExport } from './export-rows.ts'
import { type Deferred, insertionOrder } from './insertion-order.ts'
import { type AnyDatabase, BATCH, type Connection, columnsOf, countRows, tableOf } from './tables.ts'

/**
 * Imports a file of `exportRows` into a migrated database without rows, of either engine, in one transaction.
 *
 * @returns how many rows.
 */
export async function importRows(
  database: AnyDatabase,
  url: string,
  path: string,
  onProgress: OnProgress = () => {},
): Promise<number> {
  const store = database.openStore({ url })
  const deferred = new Map(insertionOrder(database.schema(store.dialect)).map((table) => [table.name, table.deferred]))
  try {
    const total = await store.write(async (connection) => {
      if ((await countRows(connection)) > 0) throw new Error('The database has rows. Import into an empty one.')
      const { add, finish } = inserter(connection, deferred)
      const rows = await readExport(database, path, add, onProgress)
      await finish()
      // The triggers have added the inserted rows to the imported counters.
      await database.recount(connection)
      return rows
    })
    await dialectOf(url).continueIds(url)
    return total
  } finally {
    await store.close()
  }
}

/** Inserts rows in batches. References to rows that come later are set at the end. */
function inserter({ db, tables }: Connection, deferred: ReadonlyMap<string, readonly Deferred[]>) {
  const late: { name: string; row: Record<string, unknown>; field: string; value: unknown }[] = []
  let current = ''
  let batch: Record<string, unknown>[] = []

  async function flush(): Promise<void> {
    if (batch.length > 0) await db.insert(tableOf(tables, current)).values(batch)
    batch = []
  }

  async function add(name: string, row: Record<string, unknown>): Promise<void> {
    if (name !== current || batch.length === BATCH) await flush()
    current = name
    const columns = columnsOf(tableOf(tables, name))
    const values = Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        typeof value === 'string' && columns[key]?.dataType.includes('date') ? new Date(value) : value,
      ]),
    )
    for (const { field, refersTo } of deferred.get(name) ?? []) {
      const value = values[field]
      if (value === null || (refersTo !== undefined && isBefore(value, values[refersTo]))) continue
      late.push({ name, row: { ...values }, field, value })
      values[field] = null
    }
    batch.push(values)
  }

  async function finish(): Promise<void> {
    await flush()
    for (const { name, row, field, value } of late) {
      const table = tableOf(tables, name)
      const isRow = primaryKeyOf(table).map(([key, column]): SQL => eq(column, row[key]))
      await db
        .update(table)
        .set({ [field]: value })
        .where(and(...isRow))
    }
  }

  return { add, finish }
}

/** Whether the row `id` was inserted before the row `other`: an export has the rows of a table in the order of their ids. */
function isBefore(id: unknown, other: unknown): boolean {
  if (typeof id === 'number' && typeof other === 'number') return id <= other
  return typeof id === 'string' && typeof other === 'string' && compareKeys(id, other) <= 0
}
