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
