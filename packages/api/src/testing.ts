import { openStore } from '@trellis/db'
import { createTestStore } from '@trellis/db/testing'
import { refusalAssertion, setupApi as setupApiOf } from '@trellis/rpc/testing'
import { procedures } from './procedures.ts'
import { createCaller } from './root.ts'
import { reasons } from './rpc.ts'

export { callAt, everyPage, refusalOf, unlessRefused, watchedStream } from '@trellis/rpc/testing'
export { procedures } from './procedures.ts'

/** The procedures of the blog on a new database for one test file; see `setupApi` of `@trellis/rpc/testing`. */
export async function setupApi() {
  const api = await setupApiOf({ createTestStore, openStore, createCaller, procedures })
  let users = 0
  return {
    ...api,
    as: (user: { id: number; username: string }, role: 'user' | 'admin' = 'user') => api.as(user, role),
    /** Creates a user with a unique name. */
    newUser: (username = `user${++users}`) =>
      api.service.users.create({
        username,
        email: `${username}@example.com`,
        profile: { fullName: `The ${username}` },
      }),
  }
}

/** Expects a refusal with this reason and its code. `fields` are the input paths that it names. */
export const expectRefusal = refusalAssertion(reasons)
