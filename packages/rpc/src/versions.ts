import { and, eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AnyConnection } from './database.ts'
import { ApiError } from './errors.ts'
import { commonReasons, type MayRefuse } from './reasons.ts'

/** The largest integer of 32 bits: what the column can have. */
const MAX_VERSION = 2 ** 31 - 1

/** The version of a row that the caller has read. With it, an update of a row that was changed since is refused. */
export const version = z.number().int().min(0).max(MAX_VERSION).optional()

/** The condition that a row is at the version that the caller has read; none if the caller does not say which. */
export function atVersion(table: { version: SQLWrapper }, seen: number | undefined): SQL | undefined {
  return seen === undefined ? undefined : eq(table.version, seen)
}

/**
 * For an update that found no row at the version of the caller.
 *
 * @param owned the condition of the update without the version.
 * @throws STALE with the row as it is, if the row is there at another version.
 */
export async function assertNotStale(
  { db }: Pick<AnyConnection, 'db'> & MayRefuse<'STALE'>,
  table: object,
  owned: SQL | undefined,
  seen: number | undefined,
  current: () => PromiseLike<unknown>,
): Promise<void> {
  if (seen === undefined) return
  const rows = await db.select({ one: sql`1` }).from(sql`${table}`).where(and(owned))
  if (rows.length > 0) throw new ApiError('STALE', commonReasons.STALE, { current: await current() })
}
