import type { DialectName } from '@trellis/store'
import type { Templates, TestDatabase } from '@trellis/store/testing'
import { afterAll, inject } from 'vitest'
import type { Caller } from '../caller.ts'
import { type Context, createContext } from '../context.ts'
import type { AnyConnection, AnyStore } from '../database.ts'
import type { Procedure } from '../procedures.ts'
import { watchReasons } from './watched-reasons.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How many servers answer the calls. */
    servers?: number
  }
}

/** A store that can be closed. */
type TestedStore = AnyStore<AnyConnection> & { close(): Promise<void> }

/** The procedures of a domain, and the databases that they are tested on. */
export interface TestedApi<Store extends TestedStore, Role extends string, Calls> {
  createTestStore(
    templates: Templates,
    dialect: DialectName,
  ): Promise<TestDatabase & { store: Store; statements: string[] }>
  openStore(options: { url: string; onStatement: (statement: string) => void }): Store
  /** `createCallerFactory(router)` */
  createCaller(
    context: () => Context<Store, Role>,
    options: { onError: ReturnType<typeof watchReasons>['onError'] },
  ): Calls
  procedures: Procedure[]
}

/**
 * A new migrated database of the engine under test, for one test file, with the callers `anyone`, `service` and
 * `as(user)`. `statements` records every statement of the procedures. A procedure that refuses for a reason it does not
 * declare fails the test.
 *
 * With the value `servers` of the test project, so many servers answer the calls in turn, as behind a balancer: each has a
 * Store of its own.
 */
export async function setupApi<Store extends TestedStore, Role extends string, Calls>({
  createTestStore,
  openStore,
  createCaller,
  procedures,
}: TestedApi<Store, Role, Calls>) {
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
  const webhooks = {
    encrypt: (secret: string) => `encrypted ${secret}`,
    permits: (url: string) => !/private/.test(url),
  }
  const call = (caller: Caller<Role>, stores = [database.store, ...others]) =>
    createCaller(
      () => createContext(stores[calls++ % stores.length] ?? database.store, async () => caller, { webhooks }),
      { onError },
    )
  return {
    ...database,
    call,
    anyone: call({ kind: 'anyone' }),
    service: call({ kind: 'service', name: 'tests' }),
    as: ({ id, username }: { id: number; username: string }, role: Role) =>
      call({ kind: 'user', id, username, role, signedInAt: new Date() }),
    unseenReasons,
  }
}
