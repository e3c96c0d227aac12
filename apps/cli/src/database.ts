import { openStore, type Store } from '@trellis/db'

/** The URL of the database. */
export const url = process.env.DATABASE_URL || 'file:./data/trellis.db'

/** The URL as it may be shown: without its password. */
export const shown = url.replace(/:\/\/([^@/]*)@/, '://')

/** Whether this is production, where demo data needs `--force`. */
export const production = process.env.NODE_ENV === 'production'

/** Runs `work` with the database open. */
export async function withStore<T>(work: (store: Store) => Promise<T>, at = url): Promise<T> {
  const store = openStore({ url: at })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
