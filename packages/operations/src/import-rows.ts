import { compareKeys } from '@trellis/store'
import { dialectOf, type OnProgress, primaryKeyOf } from '@trellis/store/operations'
import { and, eq, type SQL } from 'drizzle-orm'
import { type AnyDatabase, BATCH, type Connection, columnsOf, countRows, tableOf } from './any-table.ts'
import { readExport } from './export-rows.ts'
import { type Deferred, insertionOrder } from './insertion-order.ts'

/**
 * Reads what `exportRows` wrote into a migrated database without rows, of either engine, in one transaction.
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
  try {
    const total = await store.write(async (connection) => {
      if ((await countRows(connection)) > 0) throw new Error('The database has rows. Import into an empty one.')
      return insertRows(database, connection, path, onProgress)
    })
    await dialectOf(url).continueIds(url)
    return total
  } finally {
    await store.close()
  }
}

async function insertRows(
  database: AnyDatabase,
  connection: Connection,
  path: string,
  onProgress: OnProgress,
): Promise<number> {
  const deferred = new Map(insertionOrder(database.schema('sqlite')).map(({ name, deferred }) => [name, deferred]))
  const inserter = new Inserter(connection, deferred)
  const rows = await readExport(database, path, (name, row) => inserter.add(name, row), onProgress)
  await inserter.finish()
  // The triggers have added the inserted rows to the imported counters.
  await database.recount(connection)
  return rows
}

/** Inserts rows in batches. References to rows that come later are set at the end. */
class Inserter {
  readonly #connection: Connection
  readonly #deferred: ReadonlyMap<string, readonly Deferred[]>
  readonly #late: { name: string; row: Record<string, unknown>; field: string; value: unknown }[] = []
  #name = ''
  #batch: Record<string, unknown>[] = []

  constructor(connection: Connection, deferred: ReadonlyMap<string, readonly Deferred[]>) {
    this.#connection = connection
    this.#deferred = deferred
  }

  async add(name: string, row: Record<string, unknown>): Promise<void> {
    if (name !== this.#name || this.#batch.length === BATCH) await this.#flush()
    this.#name = name
    const columns = columnsOf(tableOf(this.#connection.tables, name))
    const values = Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        typeof value === 'string' && columns[key]?.dataType.includes('date') ? new Date(value) : value,
      ]),
    )
    for (const { field, refersTo } of this.#deferred.get(name) ?? []) {
      const value = values[field]
      if (value === null || (refersTo !== undefined && isBefore(value, values[refersTo]))) continue
      this.#late.push({ name, row: { ...values }, field, value })
      values[field] = null
    }
    this.#batch.push(values)
  }

  async finish(): Promise<void> {
    await this.#flush()
    const { db, tables } = this.#connection
    for (const { name, row, field, value } of this.#late) {
      const table = tableOf(tables, name)
      const isRow = primaryKeyOf(table).map(([key, column]): SQL => eq(column, row[key]))
      await db
        .update(table)
        .set({ [field]: value })
        .where(and(...isRow))
    }
  }

  async #flush(): Promise<void> {
    if (this.#batch.length === 0) return
    await this.#connection.db.insert(tableOf(this.#connection.tables, this.#name)).values(this.#batch)
    this.#batch = []
  }
}

/** Whether the row of an id was inserted before that of another one: an export has the rows of a table by their id. */
function isBefore(id: unknown, other: unknown): boolean {
  if (typeof id === 'number' && typeof other === 'number') return id <= other
  return typeof id === 'string' && typeof other === 'string' && compareKeys(id, other) <= 0
}
