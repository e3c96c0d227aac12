import { readFileSync } from 'node:fs'
import type { Database as Client } from 'better-sqlite3'
import type { AnyRelations } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Schema } from '../../schema.ts'
import { openFile } from './store.ts'

/**
 * Brings the file to the current schema in one transaction: pending migrations, then a check of every foreign key,
 * then the triggers and the search index.
 *
 * @throws if a migration fails or would leave a row without its parent; the file is then as it was.
 */
export function migrateSqlite(
  url: string,
  { migrations, programs, recount }: Pick<Schema<unknown, AnyRelations>, 'migrations' | 'programs' | 'recount'>,
): void {
  const client = openFile(url)
  try {
    // With foreign keys on, rebuilding a table (create, copy, drop, rename) would delete the rows that refer to it.
    client.pragma('foreign_keys = OFF')
    client.exec('BEGIN IMMEDIATE')
    const applied = applyPending(client, migrations)
    client.exec(readFileSync(programs, 'utf8'))
    if (applied > 0) client.exec(readFileSync(recount, 'utf8'))
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
  const pending = readMigrationFiles({ migrationsFolder: folder }).filter(({ name }) => !seen.has(name))
  if (pending.length === 0) return 0

  const record = client.prepare(
    'INSERT INTO __drizzle_migrations (hash, created_at, name, applied_at) VALUES (?, ?, ?, ?)',
  )
  const keepIds = rememberIds(client)
  dropPrograms(client)
  for (const { name, hash, folderMillis, sql } of pending) {
    for (const statement of sql) client.exec(statement)
    record.run(hash, folderMillis, name, new Date().toISOString())
  }
  keepIds()
  refuseOrphans(client)
  return pending.length
}

/** While a table is being rebuilt, a trigger elsewhere that names it makes every `ALTER TABLE ... RENAME` fail. */
function dropPrograms(client: Client): void {
  const drops = client
    .prepare<[], string>(
      `SELECT format('DROP %s "%w"', iif(type = 'trigger', 'TRIGGER', 'TABLE'), name) FROM sqlite_schema
       WHERE type = 'trigger' OR sql LIKE 'CREATE VIRTUAL TABLE%'`,
    )
    .pluck()
    .all()
  for (const drop of drops) client.exec(drop)
}

/** A rebuilt table would count on from its last row; with this, ids of rows deleted before do not come back. */
function rememberIds(client: Client): () => void {
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

function refuseOrphans(client: Client): void {
  const orphans = client.prepare<[], string>('SELECT "table" FROM pragma_foreign_key_check').pluck().all()
  if (orphans.length === 0) return
  const where = [...new Set(orphans)].join(', ')
  throw new Error(`The migration would leave ${orphans.length} rows without their parent, in: ${where}`)
}
