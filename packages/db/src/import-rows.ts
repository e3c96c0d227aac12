import { continueIds, type OnProgress } from '@trellis/store'
import { sql } from 'drizzle-orm'
import { BATCH, columnsOf, countRows, tableOf } from './any-table.ts'
import { type Connection, openStore, recount } from './database.ts'
import { readExport } from './export-rows.ts'
import type { Tables } from './tables.ts'

/** Tables that reference themselves: a parent with a larger id than its child is set after both rows are inserted. */
const PARENTS = new Map<string, string>(
  Object.entries({ comments: 'parentId', employees: 'managerId' } satisfies Partial<Record<keyof Tables, string>>),
)

/**
 * Reads what `exportRows` wrote into a migrated database without rows, of either engine, in one transaction.
 *
 * @returns how many rows.
 */
export async function importRows(url: string, path: string, onProgress: OnProgress = () => {}): Promise<number> {
  const store = openStore({ url })
  try {
    const total = await store.write(async (connection) => {
      if ((await countRows(connection)) > 0) throw new Error('The database has rows. Import into an empty one.')
      return insertRows(connection, path, onProgress)
    })
    await continueIds(url)
    return total
  } finally {
    await store.close()
  }
}

async function insertRows(connection: Connection, path: string, onProgress: OnProgress): Promise<number> {
  const inserter = new Inserter(connection)
  const rows = await readExport(path, (name, row) => inserter.add(name, row), onProgress)
  await inserter.finish()
  // The triggers have added the inserted rows to the imported counters.
  await recount(connection)
  return rows
}

/** Inserts rows in batches, and sets the parents that were inserted after their children. */
class Inserter {
  readonly #connection: Connection
  readonly #late: { name: string; id: unknown; field: string; parent: unknown }[] = []
  #name = ''
  #batch: Record<string, unknown>[] = []

  constructor(connection: Connection) {
    this.#connection = connection
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
    const field = PARENTS.get(name)
    if (field && typeof values[field] === 'number' && Number(values[field]) > Number(values.id)) {
      this.#late.push({ name, id: values.id, field, parent: values[field] })
      values[field] = null
    }
    this.#batch.push(values)
  }

  async finish(): Promise<void> {
    await this.#flush()
    const { db, tables } = this.#connection
    for (const { name, id, field, parent } of this.#late) {
      const table = tableOf(tables, name)
      const { id: column } = columnsOf(table)
      await db
        .update(table)
        .set({ [field]: parent })
        .where(sql`${column} = ${id}`)
    }
  }

  async #flush(): Promise<void> {
    if (this.#batch.length === 0) return
    await this.#connection.db.insert(tableOf(this.#connection.tables, this.#name)).values(this.#batch)
    this.#batch = []
  }
}
