import { is, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { PgCustomColumn } from 'drizzle-orm/pg-core'
import { SQLiteBoolean, SQLiteCustomColumn } from 'drizzle-orm/sqlite-core'

/** `'key', value, 'key', value`: the arguments of the function that builds a JSON object, on both engines. */
export function pairs(item: Record<string, SQLWrapper>): SQL {
  return sql.join(
    Object.entries(item).map(([key, value]) => sql`${sql.raw(`'${key}'`)}, ${inJson(value)}`),
    sql`, `,
  )
}

/** A value in the form in which JSON keeps all of it. */
const inJson = (value: SQLWrapper): SQLWrapper =>
  is(value, PgCustomColumn) ? (value.jsonSelectIdentifier?.(sql`${value}`, sql) ?? value) : value

/** Reads a list of objects that were built of these columns and expressions: each column has the value that it has in a row. */
export function itemsOf<Item>(item: { [Key in keyof Item]: SQLWrapper }): (list: unknown) => Item[] {
  const readers = Object.entries<SQLWrapper>(item).flatMap(([key, value]) => {
    if (is(value, SQLiteBoolean)) return [[key, (json: unknown) => json === 1] as const]
    const read = is(value, PgCustomColumn) || is(value, SQLiteCustomColumn) ? value.mapFromJsonValue : undefined
    return read ? [[key, read] as const] : []
  })
  return (list) => {
    const items: Record<string, unknown>[] = Array.isArray(list) ? list : []
    for (const one of items) for (const [key, read] of readers) if (one[key] !== null) one[key] = read(one[key])
    // Sound: each value is of the type of its column.
    return items as Item[]
  }
}
