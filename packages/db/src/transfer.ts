import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { continueIds, withSnapshot } from '@trellis/store'
import { asc, type Column, getColumns, gt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Connection, openStore, recount } from './database.ts'

const FORMAT = 'trellis-export'
/** The number of rows that one statement reads or inserts. */
const BATCH = 500

/** Called with the number of rows done, and of all rows. */
export type OnRows = (done: number, total: number) => void

type TableName = keyof Connection['tables']

/** Tables that reference themselves: a parent with a larger id than its child is set after both rows are inserted. */
const PARENTS: Partial<Record<TableName, string>> = { comments: 'parentId', employees: 'managerId' }

const header = z.object({
  format: z.literal(FORMAT, 'This file is not an export of Trellis.'),
  version: z.literal(1),
  rows: z.number().int(),
})
const line = z.tuple([z.string(), z.record(z.string(), z.unknown())])

/**
 * Writes every row of every table as JSON Lines, compressed if the name ends in `.gz`: a header, then `["table", row]` for each row,
 * a table after those that it references. All rows are of one snapshot.
 *
 * @returns how many rows.
 */
export function exportRows(url: string, path: string, onRows: OnRows = () => {}): Promise<number> {
  return withSnapshot(url, async (snapshot) => {
    const store = openStore({ url: snapshot })
    try {
      return await store.write(async (connection) => {
        const total = await countRows(connection)
        const lines = Readable.from(linesOf(connection, total, onRows))
        const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
        await (path.endsWith('.gz') ? pipeline(lines, createGzip(), file) : pipeline(lines, file))
        return total
      })
    } finally {
      await store.close()
    }
  })
}

async function countRows({ db, tables }: Connection): Promise<number> {
  let total = 0
  for (const table of Object.values(tables)) {
    const [row] = await db.select({ count: sql<number>`count(*)`.mapWith(Number) }).from(table)
    total += row?.count ?? 0
  }
  return total
}

async function* linesOf(connection: Connection, rows: number, onRows: OnRows): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: FORMAT, version: 1, rows })}\n`
  let done = 0
  for (const name of Object.keys(connection.tables)) {
    for await (const batch of batchesOf(connection, name)) {
      yield batch.map((row) => `${JSON.stringify([name, row])}\n`).join('')
      done += batch.length
      onRows(done, rows)
    }
  }
}

/** The rows of a table, ordered and paged by id, or all at once if the table has no id. */
async function* batchesOf({ db, tables }: Connection, name: string) {
  const table = tableOf(tables, name)
  const { id } = columnsOf(table)
  if (!id) {
    const all = await db.select().from(table)
    for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH)
    return
  }
  let last = 0
  for (;;) {
    const batch: Record<string, unknown>[] = await db
      .select()
      .from(table)
      .where(gt(id, last))
      .orderBy(asc(id))
      .limit(BATCH)
    if (batch.length === 0) return
    yield batch
    last = Number(batch.at(-1)?.id)
  }
}

/**
 * Reads what `exportRows` wrote into a migrated database without rows, of either engine, in one transaction.
 *
 * @returns how many rows.
 */
export async function importRows(url: string, path: string, onRows: OnRows = () => {}): Promise<number> {
  const store = openStore({ url })
  try {
    const total = await store.write(async (connection) => {
      if ((await countRows(connection)) > 0) throw new Error('The database has rows. Import into an empty one.')
      return insertRows(connection, path, onRows)
    })
    await continueIds(url)
    return total
  } finally {
    await store.close()
  }
}

async function insertRows(connection: Connection, path: string, onRows: OnRows): Promise<number> {
  const inserter = new Inserter(connection)
  const rows = await readExport(path, (name, row) => inserter.add(name, row), onRows)
  await inserter.finish()
  // The triggers have added the inserted rows to the imported counters.
  await recount(connection)
  return rows
}

/**
 * Reads an export row by row.
 *
 * @returns how many rows.
 * @throws if it is none, or not complete.
 */
export async function readExport(
  path: string,
  onRow: (table: string, row: Record<string, unknown>) => Promise<void>,
  onRows: OnRows = () => {},
): Promise<number> {
  const file = createReadStream(path)
  const lines = createInterface(path.endsWith('.gz') ? file.pipe(createGunzip()) : file)
  let total: number | undefined
  let done = 0
  for await (const text of lines) {
    if (total === undefined) total = header.parse(JSON.parse(text)).rows
    else {
      await onRow(...line.parse(JSON.parse(text)))
      onRows(++done, total)
    }
  }
  if (done !== total) throw new Error(`The file ends after ${done} of ${total ?? 0} rows.`)
  return total
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
    const field = name in PARENTS ? PARENTS[name as TableName] : undefined
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

function tableOf(tables: Connection['tables'], name: string) {
  const table = Object.entries(tables).find(([key]) => key === name)?.[1]
  if (!table) throw new Error(`There is no table ${name}.`)
  return table
}

/** The columns of any table, some of which it may not have. */
function columnsOf(table: ReturnType<typeof tableOf>): Record<string, Column | undefined> {
  return getColumns(table)
}
