import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AnyRelations } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Client } from 'pg'
import type { Schema } from '../../schema.ts'

/** Any number that nobody else uses: server processes that start together migrate one after the other. */
const LOCK = 7_245_118_332

/** Brings the database to the current schema: pending migrations, then triggers, functions and search indexes. */
export async function migratePostgres(
  url: string,
  { migrations, programs }: Pick<Schema<unknown, AnyRelations>, 'migrations' | 'programs'>,
): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await migrate(drizzle({ client }), { migrationsFolder: migrations })
    await applyPrograms(client, programs)
  } finally {
    await client.end()
  }
}

/** Replacing a trigger waits for the table's writers, so it is done only when there is something new to install. */
async function applyPrograms(client: Client, file: string): Promise<void> {
  const programs = readFileSync(file, 'utf8')
  const migrations = await client.query('SELECT count(*) AS n FROM drizzle.__drizzle_migrations')
  const version = createHash('sha256').update(programs).update(String(migrations.rows[0].n)).digest('hex')
  await client.query('CREATE TABLE IF NOT EXISTS drizzle.programs (version text NOT NULL)')
  const installed = await client.query('SELECT version FROM drizzle.programs')
  if (installed.rows[0]?.version === version) return
  await client.query('BEGIN')
  await client.query(programs)
  await client.query('DELETE FROM drizzle.programs')
  await client.query('INSERT INTO drizzle.programs (version) VALUES ($1)', [version])
  await client.query('COMMIT')
}
