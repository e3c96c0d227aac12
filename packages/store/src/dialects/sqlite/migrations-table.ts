import { existsSync } from 'node:fs'
import Client from 'better-sqlite3'
import { filePath } from './file.ts'

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
