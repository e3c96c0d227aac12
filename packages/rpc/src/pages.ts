import { type Placeholder, sql } from 'drizzle-orm'
import { z } from 'zod'
import { limit, storable } from './inputs.ts'

/** A page of a list, and where the next one starts; `null` at the end. */
export type Page<T> = { items: T[]; nextCursor: string | null }

/** The schema of a page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** Milliseconds since 1970, of the years 1 to 9999: what both engines can store. */
export const moment = z.number().int().min(-62_135_596_800_000).max(253_402_300_799_999)
/** The id at the end of a cursor. */
export const rowId = z.number().int().min(0)

// Common orders of lists. A cursor holds the key of the last row of a page, which is always unique: rows that tie cannot
// repeat.

/** Newest first, or oldest first: a moment and an id. */
export const byTime = z.tuple([moment, rowId])
/** By name: the folded name, which can be many times longer than the name, and an id. */
export const byName = z.tuple([storable(4_000), rowId])
/** By id. */
export const byId = z.tuple([rowId])

/** Where a list that runs from new to old begins. */
export const NEWEST: z.infer<typeof byTime> = [253_402_300_799_999, Number.MAX_SAFE_INTEGER]
/** Where a list that runs from old to new begins. */
export const OLDEST: z.infer<typeof byTime> = [-62_135_596_800_000, 0]

/** The input of a list: `limit`, and the `cursor` of a page of the same order. */
export function page<Key extends unknown[]>(order: z.ZodType<Key>) {
  const cursor = z
    .string()
    .max(16_000)
    .transform((value, context): Key => {
      const key = order.safeParse(decode(value))
      if (key.success) return key.data
      context.addIssue({ code: 'custom', message: 'Not a cursor of this list' })
      return z.NEVER
    })
  return { limit, cursor: cursor.nullish() }
}

/** How many rows are read for the usual limits: one more each, which says whether there is a next page. */
const READ_COUNTS = [4, 11, 21, 51, 101]

/** How many rows to read for a page: one of few counts, so that a query with a literal limit comes in few texts. */
export function readCount(limit: number): number {
  return READ_COUNTS.find((count) => count > limit) ?? limit + 1
}

/**
 * A limit that stands in the text of a query. PostgreSQL estimates a bound limit at a tenth of the table, finds the plan
 * for all values dear, and plans anew at each call. Drizzle types a limit as a number, which it binds, or a placeholder,
 * but takes any SQL.
 */
export const literal = (count: number) => sql.raw(String(count)) as unknown as Placeholder

/** Where a page of long items ends, whatever its limit. */
const MAX_PAGE_BYTES = 1024 * 1024

/**
 * Cuts a page off rows that were read with more than the limit. With `bytes`, how long a row is, the page also ends at
 * about 1 MiB, after one row at least.
 */
export function toPage<Row>(
  rows: Row[],
  limit: number,
  key: (row: Row) => unknown[],
  bytes?: (row: Row) => number,
): Page<Row> {
  const items = rows.slice(0, bytes ? Math.min(limit, fitting(rows, bytes)) : limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > items.length && last !== undefined ? encode(key(last)) : null }
}

/** How many of the first rows fit on a page. */
function fitting<Row>(rows: Row[], bytes: (row: Row) => number): number {
  let total = 0
  const over = rows.findIndex((row) => {
    total += bytes(row)
    return total > MAX_PAGE_BYTES
  })
  return over === -1 ? rows.length : Math.max(1, over)
}

function encode(key: unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}
