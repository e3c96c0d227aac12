import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database as Client } from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { openFile } from './store.ts'

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url))
const programs = new URL('programs.sql', import.meta.url)

/**
 * Brings the file to the current schema in one transaction: pending migrations, then a check of every foreign key,
 * then the triggers and the search index.
 *
 * @throws if a migration fails or would leave a row without its parent; the file is then as it was.
 */
export function migrateSqlite(url: string, folder = migrationsFolder): void {
  const client = openFile(url)
  try {
    // With foreign keys on, rebuilding a table (create, copy, drop, rename) would delete the rows that refer to it.
    client.pragma('foreign_keys = OFF')
    client.exec('BEGIN IMMEDIATE')
    const applied = applyPending(client, folder)
    const orphans = client.pragma('foreign_key_check') as { table: string }[]
    if (orphans.length > 0) {
      const where = [...new Set(orphans.map((orphan) => orphan.table))].join(', ')
      throw new Error(`The migration would leave ${orphans.length} rows without their parent, in: ${where}`)
    }
    client.exec(readFileSync(programs, 'utf8'))
    if (applied > 0) client.exec("INSERT INTO posts_search (posts_search) VALUES ('rebuild')")
    client.exec('COMMIT')
  } finally {
    if (client.inTransaction) client.exec('ROLLBACK')
    client.close()
  }
}

/** Runs the migrations that the file has not seen, and records them where drizzle-kit looks. Returns how many. */
function applyPending(client: Client, folder: string): number {
  client.exec(`CREATE TABLE IF NOT EXISTS __drizzle_migrations (
    id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric, name text, applied_at TEXT)`)
  const seen = new Set(client.prepare('SELECT name FROM __drizzle_migrations').pluck().all())
  const record = client.prepare(
    'INSERT INTO __drizzle_migrations (hash, created_at, name, applied_at) VALUES (?, ?, ?, ?)',
  )
  const pending = readMigrationFiles({ migrationsFolder: folder }).filter(({ name }) => !seen.has(name))
  for (const { name, hash, folderMillis, sql } of pending) {
    for (const statement of sql) client.exec(statement)
    record.run(hash, folderMillis, name, new Date().toISOString())
  }
  return pending.length
}
