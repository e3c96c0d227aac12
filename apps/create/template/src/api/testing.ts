import { rowOrThrow } from '@trellis/rpc'
import { procedures as proceduresOf } from '@trellis/rpc/reference'
import { refusalAssertion, setupApi as setupApiOf } from '@trellis/rpc/testing'
import { testDatabases } from '@trellis/store/testing'
import { database } from '../database/index.ts'
import { appRouter, createCaller } from './root.ts'
import { reasons } from './rpc.ts'

export const { createTestStore } = testDatabases(database)
const procedures = proceduresOf(appRouter)

/** The procedures on a new database for one test file, with callers; see `setupApi` of `@trellis/rpc/testing`. */
export async function setupApi() {
  const api = await setupApiOf({ createTestStore, openStore: database.openStore, createCaller, procedures })
  let users = 0
  return {
    ...api,
    as: (user: { id: number; username: string }, role: 'user' | 'admin' = 'user') => api.as(user, role),
    /** Creates a user with a unique name. */
    newUser: async () => {
      const username = `user${++users}`
      const [user] = await api.store.write(({ db, tables }) =>
        db
          .insert(tables.users)
          .values({ username, email: `${username}@example.com` })
          .returning(),
      )
      return rowOrThrow(user)
    },
  }
}

/** Expects a refusal with this reason and its code. `fields` are the input paths that it names. */
export const expectRefusal = refusalAssertion(reasons)
