import type Client from 'better-sqlite3'

/** The names of the migrations that an open database has seen. */
export function appliedIn(client: Client.Database): string[] {
  const table = client.prepare("SELECT 1 FROM sqlite_schema WHERE name = '__drizzle_migrations'").get()
  return table ? client.prepare<[], string>('SELECT name FROM __drizzle_migrations').pluck().all() : []
}
