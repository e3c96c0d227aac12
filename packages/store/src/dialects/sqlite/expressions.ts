import type { Database as Client } from 'better-sqlite3'
import { getColumnTable, getTableName, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Expressions } from '../../store.ts'
import { pairs } from '../json-pairs.ts'

/** The FTS5 phrase that stands for `text` itself, whatever characters it has. */
const phrase = (text: SQLWrapper | string): SQL => sql`'"' || replace(${text}, '"', '""') || '"'`

/** SQLite's spellings. Registers the functions they need on the connection. */
export function expressions(client: Client): Expressions {
  // SQLite's own lower() knows ASCII only.
  client.function('search_key', { deterministic: true }, (text) => String(text).toLowerCase().replaceAll('ς', 'σ'))

  return {
    keyContains: (key, text) => sql<boolean>`instr(${key}, ${text}) > 0`,
    matching: ([first, ...others], text) => {
      const index = sql.identifier(`${getTableName(getColumnTable(first))}_search`)
      const filter = others.length > 0 ? '' : `${first.name} : `
      return sql`(select rowid from ${index} where ${index} match ${sql.raw(`'${filter}'`)} || ${phrase(text)})`
    },
    textContains: (column, text) => sql<boolean>`instr(search_key(${column}), search_key(${text})) > 0`,
    jsonList: <Item>(item: { [Key in keyof Item]: SQLWrapper }, from: SQL, orderBy: SQLWrapper) =>
      sql<Item[]>`(select json_group_array(json_object(${pairs(item)}) order by ${orderBy}) from ${from})`.mapWith(
        (list) => JSON.parse(String(list)),
      ),
    listed: (ids) => sql`select value from json_each(${ids})`,
    listOf: (ids) => JSON.stringify(ids),
    // SQLite has no LATERAL, but the arguments of a table-valued function may name the tables before it.
    ofEach: (groups, rows) =>
      sql`(select own.value from (${groups}) as each
        cross join json_each((select json_group_array(id) from (${rows(sql`each.value`)}))) as own)`,
    // There is one writer: every transaction holds off every other.
    lock: async () => {},
  }
}
