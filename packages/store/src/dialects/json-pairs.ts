import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/** `'key', value, 'key', value`: the arguments of the function that builds a JSON object, on both engines. */
export function pairs(item: Record<string, SQLWrapper>): SQL {
  return sql.join(
    Object.entries(item).map(([key, value]) => sql`${sql.raw(`'${key}'`)}, ${value}`),
    sql`, `,
  )
}
