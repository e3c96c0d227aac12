import { migrate } from '@trellis/db'
import { Client } from 'pg'
import { counters } from './counters.ts'
import type { TableRows, Value } from './rows.ts'

const BATCH = 5_000
const SEARCH_INDEXES = ['posts_search_title', 'posts_search_content']
const WITH_IDS = ['users', 'categories', 'tags', 'posts', 'comments', 'employees']

/** Writes rows into a migrated PostgreSQL database quickly: triggers and search indexes are created again at the end. */
export async function fillPostgres(url: string, tables: TableRows[]): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
    for (const index of SEARCH_INDEXES) await client.query(`DROP INDEX ${index}`)
    for (const rows of tables) await insert(client, rows)
    // The planner has no statistics of new tables.
    await client.query('ANALYZE')
    for (const statement of counters) await client.query(statement)
    for (const table of WITH_IDS) {
      await client.query(`SELECT setval(pg_get_serial_sequence($1, 'id'), (SELECT max(id) FROM ${table}))`, [table])
    }
    // `migrate` creates the missing indexes.
    await migrate(url)
    await client.query('VACUUM (FULL FALSE, ANALYZE)')
  } finally {
    await client.end()
  }
}

async function insert(client: Client, { table, columns, rows }: TableRows): Promise<void> {
  const names = columns.join(', ')
  const statement = `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, $1)`
  let batch: Record<string, Value | undefined>[] = []
  const flush = async () => {
    await client.query(statement, [JSON.stringify(batch)])
    batch = []
  }
  for (const row of rows) {
    batch.push(Object.fromEntries(columns.map((column, index) => [column, row[index]])))
    if (batch.length === BATCH) await flush()
  }
  if (batch.length > 0) await flush()
}
