import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { openStore, type Store } from '@trellis/db'
import { databaseUrl } from '@trellis/store/cli'

/** The caller of what operators do, in the audit trail. */
export const OPERATOR = { caller: 'service:trellis-cli' }

/**
 * Refuses a file that does not exist. SQLite would create it: a backup of it would be empty, and the server could not write
 * to a file of root.
 */
export function refuseMissing(): void {
  const [, path] = /^file:(?:\/\/)?(.+)/.exec(databaseUrl) ?? []
  if (path && !existsSync(path)) throw new Error(`There is no database at ${resolve(path)}. Is DATABASE_URL right?`)
}

/** Runs `work` with the database open. */
export async function withStore<T>(work: (store: Store) => Promise<T>, at = databaseUrl): Promise<T> {
  const store = openStore({ url: at })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
