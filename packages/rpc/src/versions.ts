import { and, eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AnyConnection } from './database.ts'
import { ApiError } from './errors.ts'
import { commonReasons, type MayRefuse } from './reasons.ts'

/** The largest integer of 32 bits, which is the maximum of the column. */
const MAX_VERSION = 2 ** 31 - 1

/**
 * The version of a row that the caller has read. If it is given, an update of a row that has changed since is refused.
 */
export const version = z.number().int().min(0).max(MAX_VERSION).optional()

/**
 * The new version of a row that an UPDATE changes. The Store sets it in every UPDATE, but drizzle refuses an UPDATE in which
 * every other value is `undefined`: list it where all inputs are optional.
 */
export const nextVersion: SQL = sql`version + 1`

/** The condition that a row has the version that the caller has read. No condition if the caller gives no version. */
export function atVersion(table: { version: SQLWrapper }, seen: number | undefined): SQL | undefined {
  return seen === undefined ? undefined : eq(table.version, seen)
}

/**
 * For an update that found no row with the version of the caller.
 *
 * @param owned the condition of the update without the version.
 * @throws STALE with the current row, if the row exists with another version.
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
