import { existsSync } from 'node:fs'
import Client from 'better-sqlite3'
import { appliedIn } from './migrations-table.ts'
import { filePath } from './store.ts'

/** The names of the migrations that were applied to the database. */
export function appliedSqlite(url: string): string[] {
  if (!existsSync(filePath(url))) return []
  const client = new Client(filePath(url), { readonly: true })
  try {
    return appliedIn(client)
  } finally {
    client.close()
  }
}
