import { type Placeholder, sql } from 'drizzle-orm'
import { z } from 'zod'
import { limit, storable } from './inputs.ts'

/** A page of a list, and the cursor of the next one: `null` at the end. */
export type Page<T> = { items: T[]; nextCursor: string | null }

/** The schema of a page. */
export function pageOf<Item extends z.core.$ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** Milliseconds since 1970, in the years 1 to 9999, which both engines can store. */
export const moment = z.number().int().min(-62_135_596_800_000).max(253_402_300_799_999)
/** The id at the end of a cursor. */
export const rowId = z.number().int().min(0)

// Common orders of lists. A cursor contains the key of the last row of a page. The key is unique, so that rows with
// equal values are not repeated.

/** Newest first, or oldest first: a time and an id. */
export const byTime = z.tuple([moment, rowId])
/** By name: the folded name, which can be many times longer than the name, and an id. */
export const byName = z.tuple([storable(4_000), rowId])
/** By id. */
export const byId = z.tuple([rowId])

/** The start of a list from new to old. */
export const NEWEST: z.infer<typeof byTime> = [253_402_300_799_999, Number.MAX_SAFE_INTEGER]
/** The start of a list from old to new. */
export const OLDEST: z.infer<typeof byTime> = [-62_135_596_800_000, 0]

/** The input of a list: `limit`, and the `cursor` of a page of the same order. */
export function page<Key extends unknown[]>(order: z.core.$ZodType<Key>) {
  const cursor = z
    .string()
    .max(16_000)
    .transform((value, context): Key => {
      const key = z.safeParse(order, decode(value))
      if (key.success) return key.data
      context.addIssue({ code: 'custom', message: 'Not a cursor of this list' })
      return z.NEVER
    })
  return { limit, cursor: cursor.nullish() }
}

/** The numbers of rows to read for the usual limits: one more row shows whether there is a next page. */
const READ_COUNTS = [4, 11, 21, 51, 101]

/** The number of rows to read for a page: one of few, so that a query with a literal limit has few variants. */
export function readCount(limit: number): number {
  return READ_COUNTS.find((count) => count > limit) ?? limit + 1
}

/**
 * A limit that is part of the text of a query. For a bound limit, PostgreSQL estimates a tenth of the table. The
 * generic plan then looks expensive, and it plans every call again. Drizzle's type for a limit is a number, which it
 * binds, or a placeholder, but it accepts any SQL.
 */
export const literal = (count: number) => sql.raw(String(count)) as unknown as Placeholder

/** The maximum size of a page in bytes. */
const MAX_PAGE_BYTES = 1024 * 1024

/**
 * Makes a page of rows, which are more than the limit if there is a next page. With `bytes`, the size of a row, a page
 * has at most about 1 MiB, but at least one row.
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

/** The number of rows that fit on a page. */
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
