import { openStore, type Store } from '@trellis/db'
import { databaseUrl } from '@trellis/store/cli'

/** The caller of what operators do, in the audit trail. */
export const OPERATOR = { caller: 'service:trellis-cli' }

/** Runs `work` with the database open. */
export async function withStore<T>(work: (store: Store) => Promise<T>, at = databaseUrl): Promise<T> {
  const store = openStore({ url: at })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
