import type { Database as Client } from 'better-sqlite3'
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { type SearchNames, searchName } from '../../derived/names.ts'
import { searched } from '../../derived/searched.ts'
import type { Expressions } from '../../store.ts'
import { pairs } from '../json-pairs.ts'

/** The FTS5 phrase that matches `text` literally. */
const phrase = (text: SQLWrapper | string): SQL => sql`'"' || replace(${text}, '"', '""') || '"'`

/** Registers the functions that the expressions need on a connection. SQLite's own lower() converts only ASCII. */
export function registerFunctions(client: Client): void {
  client.function('search_key', { deterministic: true }, (text) => String(text).toLowerCase().replaceAll('ς', 'σ'))
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
    textContains: (column, text) => sql<boolean>`instr(search_key(${column}), search_key(${text})) > 0`,
    jsonList: <Item>(item: { [Key in keyof Item]: SQLWrapper }, from: SQL, orderBy: SQLWrapper) =>
      sql<Item[]>`(select json_group_array(json_object(${pairs(item)}) order by ${orderBy}) from ${from})`.mapWith(
        (list) => JSON.parse(String(list)),
      ),
    listed: (ids) => sql`select value from json_each(${ids})`,
    listOf: (ids) => JSON.stringify(ids),
    // SQLite has no LATERAL, but the arguments of a table-valued function may refer to the tables before it.
    ofEach: (groups, rows) =>
      sql`(select own.value from (${groups}) as each
        cross join json_each((select json_group_array(id) from (${rows(sql`each.value`)}))) as own)`,
    // There is one writer, so a write transaction excludes all others.
    lock: async () => {},
  }
}
