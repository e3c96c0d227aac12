import { or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { SearchNames } from '../../derived/names.ts'
import { searched } from '../../derived/names.ts'
import type { Expressions } from '../../expressions.ts'
import { itemsOf, pairs } from '../json-pairs.ts'

const pattern = (text: SQLWrapper | string) =>
  sql`'%' || regexp_replace(search_key(${text}::text), '([\\\\%_])', '\\\\\\1', 'g') || '%'`
const contains = (column: SQLWrapper, text: SQLWrapper | string) =>
  sql<boolean>`search_key(${column}) like ${pattern(text)}`

/** The types of the items of lists. */
const listTypes = { ids: 'bigint', text: 'text', uuids: 'uuid' }

/** The expressions in the SQL of PostgreSQL. */
export const expressions = (searches: readonly SearchNames[]): Expressions => ({
  keyContains: (key, text) => sql<boolean>`strpos(${key}, ${text}::text) > 0`,
  matching: (columns, text) => {
    const { table } = searched(searches, columns)
    const matches = or(...columns.map((column) => contains(column, text)))
    return sql`(select ${sql.identifier('id')} from ${sql.identifier(table)} where ${matches})`
  },
  // The index takes the trigrams of a regular expression. A subquery, so that it is read by that index also where it is one
  // of several conditions: the planner does not know what a regular expression costs for each row.
  hasWords: (columns, { pattern }) => {
    const table = sql.identifier(searched(searches, columns).table)
    const found = or(...columns.map((column) => sql`search_key(${column}) ~ ${pattern}`))
    return sql`(${table}.${sql.identifier('id')} in (select ${sql.identifier('id')} from ${table} where ${found}))`
  },
  // As an array, so that it is one of the conditions of an index although others stand beside it.
  isAmong: (column, values) => sql`${column} = any(array(${values}))`,
  textContains: contains,
  jsonList: <Item>(item: { [Key in keyof Item]: SQLWrapper }, from: SQL, orderBy: SQLWrapper) =>
    sql<
      Item[]
    >`(select coalesce(json_agg(json_build_object(${pairs(item)}) order by ${orderBy}), '[]') from ${from})`.mapWith(
      itemsOf<Item>(item),
    ),
  unnest: (list, of = 'ids') => sql`select unnest(${list}::${sql.raw(listTypes[of])}[]) as value`,
  arrayParam: (values) => values,
  ofEach: (groups, rows) =>
    sql`(select own.id from (${groups}) as each cross join lateral (${rows(sql`each.value`)}) as own (id))`,
  highestOfEach: (groups, rows, count) =>
    sql`(select own.id from (${groups}) as each cross join lateral (${rows(sql`each.value`)}) as own (id, rank)
      order by own.rank desc, own.id desc limit ${count})`,
  lockRows: async (db, table, rows, strength = 'update') => {
    const locked = sql`(select id from ${table} where ${rows} order by id for ${sql.raw(strength)}) as locked`
    await db.select({ id: sql`id` }).from(locked)
  },
  lock: async (db, name) => {
    await db.select({ locked: sql`pg_advisory_xact_lock(hashtext(${name}))` }).from(sql`(values (1)) as one`)
  },
})
