import type { Placeholders } from '@trellis/store'
import { Column, is, type Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { z } from 'zod'
import { day, limit, storable, uuid } from './inputs.ts'

/** A page of a list, and the cursor of the next one: `null` at the end. */
export type Page<T> = { items: T[]; nextCursor: string | null }

/** The schema of a page. */
export function pageOf<Item extends z.core.$ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** The years 1 to 9999, which both engines can store, in milliseconds since 1970. */
const [FIRST_MOMENT, LAST_MOMENT] = [-62_135_596_800_000, 253_402_300_799_999]

/**
 * The kinds of columns that a list is sorted by: the schema of the column in a cursor, and the values before all others, for
 * both directions. `rank` is 1 for better rows and 0 for others, `name` a folded name, which can be many times longer than the
 * name.
 */
const kinds = {
  rank: { schema: z.literal([0, 1]), asc: 0, desc: 1 },
  time: { schema: z.number().int().min(FIRST_MOMENT).max(LAST_MOMENT), asc: FIRST_MOMENT, desc: LAST_MOMENT },
  name: { schema: storable(4_000), asc: '', desc: undefined },
  day: { schema: day, asc: '0001-01-01', desc: '9999-12-31' },
  id: { schema: z.number().int().min(0), asc: 0, desc: Number.MAX_SAFE_INTEGER },
  uuid: { schema: uuid, asc: '00000000-0000-0000-0000-000000000000', desc: 'ffffffff-ffff-ffff-ffff-ffffffffffff' },
} as const

type Kind = keyof typeof kinds
type Value<Of extends Kind> = Of extends 'id' | 'rank' ? number : string

/** The position of a page in a list sorted by these kinds: the values of the placeholders of its condition. */
export type Position<Of extends Kind> = { [One in Of as `cursor${Capitalize<One>}`]: Value<One> }

/** The values of a row that a list is sorted by, in the order of the kinds. Times are ISO-8601 strings. */
type Key<Of extends readonly Kind[]> = { -readonly [Index in keyof Of]: Value<Of[Index]> }

/** The parts of a list that is read in pages. */
export interface Keyset<Of extends readonly Kind[]> {
  /** The input of the list: `limit`, and the `cursor` of a page. */
  readonly input: {
    limit: typeof limit
    cursor: z.ZodOptional<z.ZodNullable<z.ZodPipe<z.ZodString, z.ZodTransform<Position<Of[number]>, string>>>>
  }
  /** The position after a cursor, or the start of the list. */
  after(cursor: Position<Of[number]> | null | undefined): Position<Of[number]>
  /** The condition that a row comes after a position. A comparison of tuples lets an index on the columns start there. */
  condition(
    columns: { readonly [Index in keyof Of]: SQLWrapper },
    at: Placeholders<Position<Of[number]>> | Position<Of[number]>,
  ): SQL
  /**
   * Makes a page of rows, which are more than the limit if there is a next page. With `bytes`, the size of a row, a page has at
   * most about 1 MiB, but at least one row.
   */
  page<Row>(rows: Row[], limit: number, key: (row: Row) => Key<Of>, bytes?: (row: Row) => number): Page<Row>
}

/**
 * A list in pages, sorted by columns of these kinds, the last of which makes the order unique: rows with equal values are
 * neither repeated nor left out. A cursor has the values of the last row of a page.
 *
 * @example
 * const newest = keyset(['time', 'id'], 'desc')
 * // input: z.object({ bookId: id, ...newest.input })
 * // where: newest.condition([loans.createdAt, loans.id], at), with the values of newest.after(cursor)
 * // return newest.page(rows, limit, (loan) => [loan.createdAt, loan.id])
 */
export function keyset<const Of extends readonly Kind[]>(columns: Of, direction: 'asc' | 'desc'): Keyset<Of> {
  const names = columns.map((kind) => `cursor${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`)
  const positionOf = (values: readonly (number | string)[]) => {
    const stored = values.map((value, index) => (columns[index] === 'time' ? new Date(value).toISOString() : value))
    // Sound: each name has the value of its kind.
    return Object.fromEntries(names.map((name, index) => [name, stored[index]])) as Position<Of[number]>
  }
  const start = positionOf(
    columns.map((kind) => {
      const value = kinds[kind][direction]
      if (value === undefined) throw new Error(`No ${kind} is after all others`)
      return value
    }),
  )
  const schema = z.array(z.union([z.number(), z.string()])).length(columns.length)
  const cursor = z
    .string()
    .max(16_000)
    .transform((text, context) => {
      const values = schema.safeParse(decode(text)).data
      if (values && columns.every((kind, index) => kinds[kind].schema.safeParse(values[index]).success))
        return positionOf(values)
      context.addIssue({ code: 'custom', message: 'Not a cursor of this list' })
      return z.NEVER
    })
  const operator = sql.raw(direction === 'asc' ? '>' : '<')

  return {
    input: { limit, cursor: cursor.nullish() },
    after: (cursor) => cursor ?? start,
    condition: (on, at) => {
      const values = names.map((name, index) => {
        const [value, column]: [unknown, unknown] = [Reflect.get(at, name), on[index]]
        return is(column, Column) && columns[index] === 'time' ? sql.param(value, column) : sql`${value}`
      })
      return sql`(${sql.join([...on], sql`, `)}) ${operator} (${sql.join(values, sql`, `)})`
    },
    page: (rows, limit, key, bytes) => {
      const items = rows.slice(0, bytes ? Math.min(limit, fitting(rows, bytes)) : limit)
      const last = items.at(-1)
      if (rows.length === items.length || last === undefined) return { items, nextCursor: null }
      const values = key(last).map((value, index) => (columns[index] === 'time' ? Date.parse(String(value)) : value))
      return { items, nextCursor: Buffer.from(JSON.stringify(values)).toString('base64url') }
    },
  }
}

/** The maximum size of a page in bytes. */
const MAX_PAGE_BYTES = 1024 * 1024

/** The number of rows that fit on a page. */
function fitting<Row>(rows: Row[], bytes: (row: Row) => number): number {
  let total = 0
  const over = rows.findIndex((row) => {
    total += bytes(row)
    return total > MAX_PAGE_BYTES
  })
  return over === -1 ? rows.length : Math.max(1, over)
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

/** The numbers of rows to read for the usual limits: one more row shows whether there is a next page. */
const READ_COUNTS = [4, 11, 21, 51, 101]

/** The number of rows to read for a page: one of few, so that a query with an inlined limit has few variants. */
export function readCount(limit: number): number {
  return READ_COUNTS.find((count) => count > limit) ?? limit + 1
}

/**
 * A limit that is part of the text of a query. For a bound limit, PostgreSQL estimates a tenth of the table. The
 * generic plan then looks expensive, and it plans every call again. Drizzle's type for a limit is a number, which it
 * binds, or a placeholder, but it accepts any SQL.
 */
export const inlined = (count: number) => sql.raw(String(count)) as unknown as Placeholder
