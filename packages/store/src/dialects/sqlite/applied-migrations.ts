import { existsSync } from 'node:fs'
import Client from 'better-sqlite3'
import { filePath } from './store.ts'

/** The names of the migrations that were applied to the database. */
export function appliedSqlite(url: string): string[] {
  if (!existsSync(filePath(url))) return []
  const client = new Client(filePath(url), { readonly: true })
  try {
    const table = client.prepare("SELECT 1 FROM sqlite_schema WHERE name = '__drizzle_migrations'").get()
    return table ? client.prepare<[], string>('SELECT name FROM __drizzle_migrations').pluck().all() : []
  } finally {
    client.close()
  }
}
