import type { Client } from 'pg'
import { connected } from './connected.ts'

/** The names of the migrations that were applied to the database of a connection. */
export async function appliedIn(client: Pick<Client, 'query'>): Promise<string[]> {
  const table = await client.query("SELECT to_regclass('drizzle.__drizzle_migrations') AS name")
  if (table.rows[0]?.name === null) return []
  const { rows } = await client.query<{ name: string }>('SELECT name FROM drizzle.__drizzle_migrations')
  return rows.map(({ name }) => name)
}

/** The names of the migrations that were applied to the database. */
export function appliedMigrations(url: string): Promise<string[]> {
  return connected(url, appliedIn)
}
