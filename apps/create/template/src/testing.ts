import { procedures as proceduresOf } from '@trellis/rpc/reference'
import { refusalAssertion, setupApi as setupApiOf } from '@trellis/rpc/testing'
import { testDatabases } from '@trellis/store/testing'
import { appRouter, createCaller } from './api/root.ts'
import { reasons } from './api/rpc.ts'
import { database } from './database/index.ts'

export const { createTestStore } = testDatabases(database)
const procedures = proceduresOf(appRouter)

/** The procedures on a new database for one test file, with callers; see `setupApi` of `@trellis/rpc/testing`. */
export async function setupApi() {
  const api = await setupApiOf({ createTestStore, openStore: database.openStore, createCaller, procedures })
  let users = 0
  return {
    ...api,
    /** Creates a user with a unique name, and returns the procedures as this user calls them. */
    newUser: async () => {
      const username = `user${++users}`
      const [user] = await api.store.write(({ db, tables }) =>
        db
          .insert(tables.users)
          .values({ username, email: `${username}@example.com` })
          .returning(),
      )
      if (!user) throw new Error('No row was returned.')
      return api.as(user, 'user')
    },
  }
}

/** Expects a refusal with this reason and its code. `fields` are the input paths that it names. */
export const expectRefusal = refusalAssertion(reasons)
