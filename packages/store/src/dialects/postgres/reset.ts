import { connected } from './connected.ts'

/** Drops the tables and the record of their migrations. The database, its owner and its settings are unchanged. */
export async function resetPostgres(url: string): Promise<void> {
  const statements = `
    BEGIN;
    DROP SCHEMA IF EXISTS public, drizzle CASCADE;
    CREATE SCHEMA public;
    GRANT USAGE ON SCHEMA public TO PUBLIC;
    COMMIT`
  await connected(url, (client) => client.query(statements))
}

/** The name of the database. */
export function databaseNamePostgres(url: string): Promise<string | undefined> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
    return rows[0]?.name
  })
}
