import type { Placeholders } from '@trellis/store'
import { type Column, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { NEWEST, OLDEST } from './pages.ts'

/** The start of a page of a list by time: the values of `olderThan` and `newerThan`. */
export type TimePosition = { cursorTime: string; cursorId: number }
/** The start of a page of a list by name: the values of `afterName`. */
export type NamePosition = { cursorName: string; cursorId: number }

/**
 * The condition that a row comes after the cursor in a list from new to old. A comparison of pairs lets an index on
 * both columns start at the cursor.
 */
export function isOlder(
  time: Column,
  id: SQLWrapper,
  { cursorTime, cursorId }: Placeholders<TimePosition> | TimePosition,
): SQL {
  return sql`(${time}, ${id}) < (${sql.param(cursorTime, time)}, ${cursorId})`
}

/** The same for a list from old to new. */
export function isNewer(time: Column, id: SQLWrapper, { cursorTime, cursorId }: Placeholders<TimePosition>): SQL {
  return sql`(${time}, ${id}) > (${sql.param(cursorTime, time)}, ${cursorId})`
}

/** The values of the placeholders of `isOlder`. */
export function olderThan(cursor: [number, number] | null | undefined): TimePosition {
  return position(cursor ?? NEWEST)
}

/** The values of the placeholders of `isNewer`. */
export function newerThan(cursor: [number, number] | null | undefined): TimePosition {
  return position(cursor ?? OLDEST)
}

function position([time, id]: [number, number]): TimePosition {
  return { cursorTime: new Date(time).toISOString(), cursorId: id }
}

/** The key of a row in a list by time. */
export function timeKey(row: { createdAt: string; id: number }): [number, number] {
  return [Date.parse(row.createdAt), row.id]
}

/** The condition that a row comes after the cursor in a list by name. */
export function isAfterName(
  nameKey: Column,
  id: SQLWrapper,
  { cursorName, cursorId }: Placeholders<NamePosition>,
): SQL {
  return sql`(${nameKey}, ${id}) > (${cursorName}, ${cursorId})`
}

/** The values of the placeholders of `isAfterName`. No folded name is empty. */
export function afterName(cursor: [string, number] | null | undefined): NamePosition {
  const [cursorName, cursorId] = cursor ?? ['', 0]
  return { cursorName, cursorId }
}
