import Client from 'better-sqlite3'
import { counters } from './counters.ts'
import type { TableRows, Value } from './rows.ts'

/** Writes rows into a migrated SQLite file quickly: without triggers, whose work is done once at the end. */
export function fillSqlite(url: string, tables: TableRows[]): void {
  const client = new Client(url.replace(/^file:/, ''))
  try {
    client.pragma('journal_mode = OFF')
    client.pragma('synchronous = OFF')
    client.pragma('foreign_keys = OFF')
    client.pragma('cache_size = -262144')
    const triggers = client
      .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .all()
    client.exec('BEGIN')
    for (const { name } of triggers) client.exec(`DROP TRIGGER ${name}`)
    for (const rows of tables) insert(client, rows)
    for (const statement of counters) client.exec(statement)
    client.exec("INSERT INTO posts_search (posts_search) VALUES ('rebuild')")
    for (const { sql } of triggers) client.exec(sql)
    client.exec('COMMIT')
    refuseOrphans(client)
    // A Store does this when it closes.
    client.pragma('analysis_limit = 1000')
    client.exec('ANALYZE')
    client.pragma('journal_mode = WAL')
  } finally {
    client.close()
  }
}

function insert(client: Client.Database, { table, columns, rows }: TableRows): void {
  const marks = columns.map(() => '?').join(', ')
  const statement = client.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`)
  for (const row of rows) statement.run(...row.map(stored))
}

function stored(value: Value): string | number | null {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'boolean' ? Number(value) : value
}

function refuseOrphans(client: Client.Database): void {
  const orphans = client.prepare('SELECT * FROM pragma_foreign_key_check LIMIT 1').all()
  if (orphans.length > 0) throw new Error(`The generator made a row without its parent: ${JSON.stringify(orphans[0])}`)
}
