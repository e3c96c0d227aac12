import { Client } from 'pg'

/** Drops the tables and the record of their migrations. The database, its owner and its settings are unchanged. */
export async function resetPostgres(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`
      BEGIN;
      DROP SCHEMA IF EXISTS public, drizzle CASCADE;
      CREATE SCHEMA public;
      GRANT USAGE ON SCHEMA public TO PUBLIC;
      COMMIT`)
  } finally {
    await client.end()
  }
}
