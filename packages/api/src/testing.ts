import { openStore } from '@trellis/db'
import { createTestStore } from '@trellis/db/testing'
import { type Caller, createContext, type DefaultRole } from '@trellis/rpc'
import { refusalAssertion, watchReasons } from '@trellis/rpc/testing'
import { afterAll, inject } from 'vitest'
import { procedures } from './procedures.ts'
import { createCaller } from './root.ts'
import { reasons } from './rpc.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How many servers answer the calls. */
    servers?: number
  }
}

export { callAt, everyPage, refusalOf, unlessRefused } from '@trellis/rpc/testing'
export { procedures } from './procedures.ts'

/**
 * A new migrated database of the engine under test, for one test file, with the callers `anyone`, `service` and
 * `as(user)`. `statements` records every statement of the procedures. A procedure that refuses for a reason it does not
 * declare fails the test.
 *
 * With the value `servers` of the test project, so many servers answer the calls in turn, as behind a balancer: each has a
 * Store of its own.
 */
export async function setupApi() {
  const database = await createTestStore(inject('templates'), inject('dialect'))
  const onStatement = (statement: string) => database.statements.push(statement)
  const others = Array.from({ length: (inject('servers') ?? 1) - 1 }, () =>
    openStore({ url: database.url, onStatement }),
  )
  afterAll(async () => {
    await Promise.all(others.map((store) => store.close()))
    await database.remove()
  })
  const { onError, unseenReasons } = watchReasons(procedures)
  let calls = 0
  const call = (caller: Caller<DefaultRole>, stores = [database.store, ...others]) =>
    createCaller(() => createContext(stores[calls++ % stores.length] ?? database.store, async () => caller), {
      onError,
    })
  const service = call({ kind: 'service', name: 'tests' })
  let users = 0
  return {
    ...database,
    call,
    anyone: call({ kind: 'anyone' }),
    service,
    as: ({ id, username }: { id: number; username: string }, role: 'user' | 'admin' = 'user') =>
      call({ kind: 'user', id, username, role, signedInAt: new Date() }),
    /** Creates a user with a unique name. */
    newUser: (username = `user${++users}`) =>
      service.users.create({ username, email: `${username}@example.com`, profile: { fullName: `The ${username}` } }),
    unseenReasons,
  }
}

/** Expects a refusal with this reason and its code. `fields` are the input paths that it names. */
export const expectRefusal = refusalAssertion(reasons)
