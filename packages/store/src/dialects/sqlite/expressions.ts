import type { Database as Client } from 'better-sqlite3'
import { or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { type SearchNames, searched, searchName } from '../../derived/names.ts'
import type { Expressions } from '../../expressions.ts'
import { itemsOf, pairs } from '../json-pairs.ts'

/** The FTS5 phrase that matches `text` literally. */
const phrase = (text: SQLWrapper | string): SQL => sql`'"' || replace(${text}, '"', '""') || '"'`

/** Registers the functions that the expressions need on a connection. SQLite's own lower() converts only ASCII. */
export function registerFunctions(client: Client): void {
  // A copy of `searchKey` of words.ts: worker threads get the source text of this function, which can import nothing.
  const searchKey = (text: unknown) => String(text).toLowerCase().replaceAll('ς', 'σ')
  client.function('search_key', { deterministic: true }, searchKey)
  const patterns = new Map<string, RegExp>()
  client.function('has_words', { deterministic: true }, (text, pattern) => {
    let words = patterns.get(String(pattern))
    if (!words) {
      if (patterns.size >= 100) patterns.clear()
      words = new RegExp(String(pattern), 'u')
      patterns.set(String(pattern), words)
    }
    return Number(words.test(searchKey(text)))
  })
}

/** The expressions in the SQL of SQLite. */
export function expressions(client: Client, searches: readonly SearchNames[]): Expressions {
  registerFunctions(client)
  return {
    keyContains: (key, text) => sql<boolean>`instr(${key}, ${text}) > 0`,
    matching: (columns, text) => {
      const { table, all, names } = searched(searches, columns)
      const index = sql.identifier(searchName(table))
      const filter = sql.raw(all ? "''" : `'{${names.join(' ')}} : '`)
      return sql`(select rowid from ${index} where ${index} match ${filter} || ${phrase(text)})`
    },
    hasWords: (columns, { pattern, indexed }) => {
      const { table, all, names } = searched(searches, columns)
      const found = or(...columns.map((column) => sql`has_words(${column}, ${pattern})`))
      if (indexed.length === 0) return sql`(${found})`
      const index = sql.identifier(searchName(table))
      const filter = all ? '' : `{${names.join(' ')}} : `
      const phrases = indexed.map((part) => `"${part.replaceAll('"', '""')}"`).join(' AND ')
      // The index says which rows have all parts in their columns; whether they are those words, the rows do.
      const candidates = sql`(select rowid from ${index} where ${index} match ${`${filter}(${phrases})`})`
      return sql`(${sql.identifier(table)}.${sql.identifier('id')} in ${candidates} and (${found}))`
    },
    isAmong: (column, values) => sql`${column} in (${values})`,
    textContains: (column, text) => sql<boolean>`instr(search_key(${column}), search_key(${text})) > 0`,
    // Sorted in a subquery, whose order SQLite keeps for this function. ORDER BY inside the function opens a temporary table
    // for each statement, which takes a tenth of the time of a small one.
    jsonList: <Item>(item: { [Key in keyof Item]: SQLWrapper }, from: SQL, orderBy: SQLWrapper) => {
      const values = Object.entries<SQLWrapper>(item)
      const columns = values.map(([name, value]) => sql`${value} as ${sql.identifier(name)}`)
      const named = Object.fromEntries(values.map(([name]) => [name, sql`${sql.identifier(name)}`]))
      const rows = sql`select ${sql.join(columns, sql`, `)} from ${from} order by ${orderBy}`
      const read = itemsOf<Item>(item)
      return sql<Item[]>`(select json_group_array(json_object(${pairs(named)})) from (${rows}))`.mapWith((list) =>
        read(JSON.parse(String(list))),
      )
    },
    unnest: (list) => sql`select value from json_each(${list})`,
    arrayParam: (values) => JSON.stringify(values),
    // SQLite has no LATERAL, but the arguments of a table-valued function may refer to the tables before it.
    ofEach: (groups, rows) =>
      sql`(select own.value from (${groups}) as each
        cross join json_each((select json_group_array(id) from (${rows(sql`each.value`)}))) as own)`,
    highestOfEach: (groups, rows, count) =>
      sql`(select cast(own.key as integer) as id from (${groups}) as each
        cross join json_each((select json_group_object(id, rank) from (${rows(sql`each.value`)}))) as own
        order by own.value desc, id desc limit ${count})`,
    // Transactions that write run one after the other.
    lockRows: async () => {},
    lock: async () => {},
  }
}
