import { type Column, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { NEWEST, OLDEST } from './pages.ts'

/**
 * That a row comes after the cursor in a list from new to old. Takes the placeholders `cursorTime` and `cursorId`;
 * `olderThan` fills them. Comparing pairs lets an index on both columns start at the cursor.
 */
export function isOlder(time: Column, id: SQLWrapper): SQL {
  return sql`(${time}, ${id}) < (${sql.param(sql.placeholder('cursorTime'), time)}, ${sql.placeholder('cursorId')})`
}

/** The same for a list from old to new. */
export function isNewer(time: Column, id: SQLWrapper): SQL {
  return sql`(${time}, ${id}) > (${sql.param(sql.placeholder('cursorTime'), time)}, ${sql.placeholder('cursorId')})`
}

/** The values of the placeholders of `isOlder`. */
export function olderThan(cursor: [number, number] | null | undefined) {
  return position(cursor ?? NEWEST)
}

/** The values of the placeholders of `isNewer`. */
export function newerThan(cursor: [number, number] | null | undefined) {
  return position(cursor ?? OLDEST)
}

function position([time, id]: [number, number]) {
  return { cursorTime: new Date(time).toISOString(), cursorId: id }
}

/** The key of a row in a list by time. */
export function timeKey(row: { createdAt: string; id: number }): [number, number] {
  return [Date.parse(row.createdAt), row.id]
}

/**
 * That a row comes after the cursor in a list by name. Takes the placeholders `cursorName` and `cursorId`;
 * `afterName` fills them.
 */
export function isAfterName(nameKey: Column, id: SQLWrapper): SQL {
  return sql`(${nameKey}, ${id}) > (${sql.placeholder('cursorName')}, ${sql.placeholder('cursorId')})`
}

/** The values of the placeholders of `isAfterName`. No folded name is empty. */
export function afterName(cursor: [string, number] | null | undefined) {
  const [cursorName, cursorId] = cursor ?? ['', 0]
  return { cursorName, cursorId }
}
