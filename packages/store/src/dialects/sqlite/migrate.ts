import { existsSync } from 'node:fs'
import Client from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { DerivedNames } from '../../derived/names.ts'
import { refuseNewer } from '../errors.ts'
import { applyDerived, recordedIn, startRecord } from './derived-record.ts'
import { filePath, openFile } from './file.ts'

/**
 * Migrates the file to the current schema in one transaction: runs the pending migrations, checks every foreign key,
 * then updates the derived objects.
 *
 * @throws if a migration fails or would leave a row without its parent. The file is then unchanged.
 */
export function migrate(url: string, { migrations, names }: { migrations: string; names: DerivedNames }): void {
  const client = openFile(url)
  // PostgreSQL has this function. A migration may need it to convert stored texts.
  client.function('normalize', { deterministic: true }, (text) => (typeof text === 'string' ? text.normalize() : text))
  try {
    // With foreign keys on, rebuilding a table (create, copy, drop, rename) would delete the rows that refer to it.
    client.pragma('foreign_keys = OFF')
    client.exec('BEGIN IMMEDIATE')
    startRecord(client)
    applyPending(client, migrations, url)
    applyDerived(client, names)
    client.exec('COMMIT')
  } finally {
    if (client.inTransaction) client.exec('ROLLBACK')
    client.close()
  }
}

/** Runs the pending migrations, and records them in the table that drizzle-kit reads. */
function applyPending(client: Client.Database, folder: string, url: string): void {
  client.exec(`CREATE TABLE IF NOT EXISTS __drizzle_migrations (
    id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric, name text, applied_at TEXT)`)
  const applied = appliedIn(client)
  refuseNewer(applied, folder)
  const seen = new Set(applied)
  const pending = readMigrationFiles({ migrationsFolder: folder }).filter(({ name }) => !seen.has(name))
  if (pending.length === 0) return

  const record = client.prepare(
    'INSERT INTO __drizzle_migrations (hash, created_at, name, applied_at) VALUES (?, ?, ?, ?)',
  )
  const keepIds = rememberIds(client)
  // `ALTER TABLE ... RENAME` fails during the rebuild of a table if a trigger of another table refers to it.
  for (const { drop } of recordedIn(client)) client.exec(drop)
  for (const { name, hash, folderMillis, sql } of pending) {
    try {
      for (const statement of sql) client.exec(statement)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`Migration ${name} of ${filePath(url)} failed: ${reason}`, { cause })
    }
    record.run(hash, folderMillis, name, new Date().toISOString())
  }
  keepIds()
  refuseOrphans(client, `Migration ${pending.map(({ name }) => name).join(', ')} of ${filePath(url)}`)
}

/** A rebuilt table would continue after its last row. With this, ids of deleted rows are not reused. */
function rememberIds(client: Client.Database): () => void {
  const autoincrement = client.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get()
  if (!autoincrement) return () => {}
  client.exec('CREATE TEMP TABLE ids AS SELECT name, seq FROM sqlite_sequence')
  return () =>
    client.exec(`
      INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM temp.ids
        WHERE name NOT IN (SELECT name FROM sqlite_sequence) AND name IN (SELECT name FROM sqlite_schema);
      UPDATE sqlite_sequence SET seq = max(sqlite_sequence.seq, ids.seq) FROM temp.ids
        WHERE ids.name = sqlite_sequence.name;
    `)
}

function refuseOrphans(client: Client.Database, migration: string): void {
  const orphans = client.prepare<[], string>('SELECT "table" FROM pragma_foreign_key_check').pluck().all()
  if (orphans.length === 0) return
  const where = [...new Set(orphans)].join(', ')
  throw new Error(`${migration} would leave ${orphans.length} rows without their parent, in: ${where}`)
}

/** The names of the migrations that an open database has seen. */
export function appliedIn(client: Client.Database): string[] {
  const table = client.prepare("SELECT 1 FROM sqlite_schema WHERE name = '__drizzle_migrations'").get()
  return table ? client.prepare<[], string>('SELECT name FROM __drizzle_migrations').pluck().all() : []
}

/** The names of the migrations that were applied to the database. */
export async function appliedMigrations(url: string): Promise<string[]> {
  if (!existsSync(filePath(url))) return []
  const client = new Client(filePath(url), { readonly: true })
  try {
    return appliedIn(client)
  } finally {
    client.close()
  }
}
