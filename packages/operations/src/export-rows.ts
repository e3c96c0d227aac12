import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { dialectOf, type OnProgress, primaryKeyOf } from '@trellis/store/operations'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { insertionOrder } from './insertion-order.ts'
import { type AnyDatabase, BATCH, type Connection, countRows, tableOf } from './tables.ts'

const formatOf = (domain: string) => `${domain}-export`

const headerOf = (domain: string) =>
  z.object({
    format: z.literal(formatOf(domain), `This file is not an export of ${domain}.`),
    version: z.literal(1),
    rows: z.number().int(),
  })
const line = z.tuple([z.string(), z.record(z.string(), z.unknown())])

/**
 * Writes every row of every table as JSON Lines, compressed if the name ends in `.gz`: a header, then `["table", row]` for each row,
 * each table after the tables that it references. All rows are of one snapshot.
 *
 * @returns how many rows.
 */
export function exportRows(
  database: AnyDatabase,
  url: string,
  path: string,
  onProgress: OnProgress = () => {},
): Promise<number> {
  return dialectOf(url).withSnapshot(url, async (snapshot) => {
    const store = database.openStore({ url: snapshot })
    const order = insertionOrder(database.schema(store.dialect))
    try {
      return await store.write(async (connection) => {
        const total = await countRows(connection)
        const lines = Readable.from(linesOf(database.name, order, connection, total, onProgress))
        const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
        await (path.endsWith('.gz') ? pipeline(lines, createGzip(), file) : pipeline(lines, file))
        return total
      })
    } finally {
      await store.close()
    }
  })
}

async function* linesOf(
  domain: string,
  order: readonly { name: string }[],
  connection: Connection,
  rows: number,
  onProgress: OnProgress,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: formatOf(domain), version: 1, rows })}\n`
  let done = 0
  for (const { name } of order) {
    for await (const batch of batchesOf(connection, name)) {
      yield batch.map((row) => `${JSON.stringify([name, row])}\n`).join('')
      done += batch.length
      onProgress(done / rows)
    }
  }
}

/** The rows of a table in pages, ordered by its primary key. */
async function* batchesOf({ db, tables }: Connection, name: string) {
  const table = tableOf(tables, name)
  const key = primaryKeyOf(table)
  const columns = key.map(([, column]) => column)
  let last: Record<string, unknown> | undefined
  do {
    const after = key.map(([field, column]) => sql.param(last?.[field], column))
    const batch: Record<string, unknown>[] = await db
      .select()
      .from(table)
      .where(last && sql`(${sql.join(columns, sql`, `)}) > (${sql.join(after, sql`, `)})`)
      .orderBy(...columns)
      .limit(BATCH)
    if (batch.length > 0) yield batch
    last = batch.at(-1)
  } while (last)
}

/**
 * Reads an export row by row.
 *
 * @returns how many rows.
 * @throws if the file is not an export, or is not complete.
 */
export async function readExport(
  { name }: Pick<AnyDatabase, 'name'>,
  path: string,
  onRow: (table: string, row: Record<string, unknown>) => Promise<void>,
  onProgress: OnProgress = () => {},
): Promise<number> {
  const file = createReadStream(path)
  const lines = createInterface(path.endsWith('.gz') ? file.pipe(createGunzip()) : file)
  let total: number | undefined
  let done = 0
  for await (const text of lines) {
    if (total === undefined) total = headerOf(name).parse(JSON.parse(text)).rows
    else {
      await onRow(...line.parse(JSON.parse(text)))
      onProgress(++done / total)
    }
  }
  if (done !== total) throw new Error(`The file ends after ${done} of ${total ?? 0} rows.`)
  return total
}
