import { createTestStore } from '@trellis/db/testing'
import { afterAll, inject } from 'vitest'
import type { Caller } from './caller.ts'
import { createContext } from './context.ts'
import { createCaller } from './root.ts'

/**
 * A fresh migrated database of the engine under test for one test file, with callers ready: `anyone`, `service`, and
 * `as(user)`. `statements` grows with every statement a procedure issues.
 */
export async function setupApi() {
  const database = await createTestStore(inject('templates'), inject('dialect'))
  afterAll(database.remove)
  const call = (caller: Caller) => createCaller(createContext(database.store, async () => caller))
  const service = call({ kind: 'service', name: 'tests' })
  let users = 0
  return {
    ...database,
    anyone: call({ kind: 'anyone' }),
    service,
    as: ({ id, username }: { id: number; username: string }, role: 'user' | 'admin' = 'user') =>
      call({ kind: 'user', id, username, role }),
    /** Creates a user nobody else has. */
    newUser: (username = `user${++users}`) =>
      service.users.create({ username, email: `${username}@example.com`, profile: { fullName: `The ${username}` } }),
  }
}
