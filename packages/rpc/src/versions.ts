import { and, eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AnyConnection } from './database.ts'
import type { Refuses } from './errors.ts'

/** The largest integer of 32 bits, which is the maximum of the column. */
const MAX_VERSION = 2 ** 31 - 1

/**
 * The version of a row that the caller has read. If it is given, an update of a row that has changed since is refused.
 */
export const version = z.number().int().min(0).max(MAX_VERSION).optional()

/**
 * The values of an UPDATE whose inputs are all optional. Without a value, the row stays as it is, with its version and its
 * times, which the Store would set; the UPDATE still finds out whether the caller may change the row, and its version.
 *
 * @param also whether something else changes that is a new version of the row.
 */
export function changes<Values extends Record<string, unknown>>(
  table: { version: SQLWrapper; updatedAt?: SQLWrapper },
  values: Values,
  { also = false }: { also?: boolean } = {},
): Values & { version: SQL; updatedAt?: SQL | undefined } {
  const isChanged = also || Object.values(values).some((value) => value !== undefined)
  // drizzle refuses an UPDATE without a value.
  if (isChanged) return { ...values, version: sql`${table.version} + 1` }
  return { ...values, version: sql`${table.version}`, updatedAt: table.updatedAt && sql`${table.updatedAt}` }
}

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
  { db, refuse }: Pick<AnyConnection, 'db'> & Refuses<'STALE'>,
  table: object,
  owned: SQL | undefined,
  seen: number | undefined,
  current: () => PromiseLike<unknown>,
): Promise<void> {
  if (seen === undefined) return
  const rows = await db.select({ one: sql`1` }).from(sql`${table}`).where(and(owned))
  if (rows.length > 0) throw refuse('STALE', { current: await current() })
}
