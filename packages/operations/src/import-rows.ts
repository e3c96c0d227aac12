import { continueIds, type OnProgress } from '@trellis/store'
import { getTableName, sql } from 'drizzle-orm'
import { type AnyDatabase, BATCH, type Connection, columnsOf, countRows, tableOf } from './any-table.ts'
import { readExport } from './export-rows.ts'

/**
 * The fields that refer to a row of their own table: a parent with a larger id than its child is set after both rows are
 * inserted.
 */
function parentsOf(database: AnyDatabase): Map<string, string> {
  const { tables, foreignKeys } = database.schema('sqlite')
  const parents = new Map<string, string>()
  for (const [name, table] of Object.entries(tables)) {
    for (const { table: from, foreignTableAs, columns, foreignColumns } of foreignKeys) {
      if (from !== getTableName(table) || foreignTableAs !== name) continue
      const column = columns[foreignColumns.indexOf('id')]
      const field = Object.entries(columnsOf(table)).find(([, own]) => own?.name === column)?.[0]
      if (field !== undefined) parents.set(name, field)
    }
  }
  return parents
}

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
    await continueIds(url)
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
  const inserter = new Inserter(connection, parentsOf(database))
  const rows = await readExport(path, (name, row) => inserter.add(name, row), onProgress)
  await inserter.finish()
  // The triggers have added the inserted rows to the imported counters.
  await database.recount(connection)
  return rows
}

/** Inserts rows in batches, and sets the parents that were inserted after their children. */
class Inserter {
  readonly #connection: Connection
  readonly #parents: ReadonlyMap<string, string>
  readonly #late: { name: string; id: unknown; field: string; parent: unknown }[] = []
  #name = ''
  #batch: Record<string, unknown>[] = []

  constructor(connection: Connection, parents: ReadonlyMap<string, string>) {
    this.#connection = connection
    this.#parents = parents
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
    const field = this.#parents.get(name)
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
