import { type Placeholder, sql } from 'drizzle-orm'

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
