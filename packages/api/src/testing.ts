import { createTestStore } from '@trellis/db/testing'
import { TRPCError } from '@trpc/server'
import { afterAll, expect, inject } from 'vitest'
import type { Caller } from './caller.ts'
import { type Context, createContext } from './context.ts'
import { describeError, type Reason, reasons } from './errors.ts'
import { procedures } from './procedures.ts'
import { createCaller } from './root.ts'

export { authorization, type Column, type Outcome, outcomes, type World } from './authorization-table.ts'
export { procedures } from './procedures.ts'

/**
 * A fresh migrated database of the engine under test for one test file, with callers ready: `anyone`, `service`, and
 * `as(user)`. `statements` grows with every statement a procedure issues. A procedure that refuses for a reason it does
 * not declare fails the test.
 */
export async function setupApi() {
  const database = await createTestStore(inject('templates'), inject('dialect'))
  afterAll(database.remove)
  const seen = new Map<string, Set<Reason>>()
  const call = (caller: Caller, store = database.store) =>
    callerFor(
      createContext(store, async () => caller),
      seen,
    )
  const service = call({ kind: 'service', name: 'tests' })
  let users = 0
  return {
    ...database,
    call,
    anyone: call({ kind: 'anyone' }),
    service,
    as: ({ id, username }: { id: number; username: string }, role: 'user' | 'admin' = 'user') =>
      call({ kind: 'user', id, username, role }),
    /** Creates a user nobody else has. */
    newUser: (username = `user${++users}`) =>
      service.users.create({ username, email: `${username}@example.com`, profile: { fullName: `The ${username}` } }),
    /**
     * The reasons that the procedures whose path starts with `prefix` declare but have not refused with so far, as
     * `path REASON`: a test that expects none keeps the declarations true. Those that every procedure of a kind has are
     * left to the tests that go over all procedures.
     */
    unseenReasons: (prefix: string) =>
      procedures
        .filter(({ path }) => path.startsWith(prefix))
        .flatMap(({ path, reasons }) =>
          reasons.filter((one) => !implied.has(one) && !seen.get(path)?.has(one)).map((one) => `${path} ${one}`),
        ),
  }
}

/** Tested over all procedures by the authorization matrix, and by the test of cursors. */
const implied = new Set<Reason>(['INVALID_INPUT', 'INVALID_CURSOR', 'NOT_SIGNED_IN', 'NOT_ALLOWED'])

function callerFor(context: Context, seen: Map<string, Set<Reason>>) {
  return createCaller(context, {
    onError: ({ path = '', error }) => {
      const { reason } = describeError(error)
      if (reason === null) throw new Error(`${path} failed without a reason`, { cause: error })
      if (reason !== 'CHANGED_MEANWHILE' && !procedures.find((one) => one.path === path)?.reasons.includes(reason)) {
        throw new Error(`${path} does not declare ${reason}`, { cause: error })
      }
      seen.set(path, (seen.get(path) ?? new Set()).add(reason))
    },
  })
}

/** The callers of a test database. */
export type Api = Awaited<ReturnType<typeof setupApi>>

/** What a call was refused with. Fails the test if it was not, or not by one of the errors of the contract. */
export async function refusalOf(answer: Promise<unknown>) {
  const error = await answer.then(
    (value) => expect.fail(`Expected a refusal, got ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (!(error instanceof TRPCError)) throw error
  const { reason, fields } = describeError(error)
  if (reason === null) throw error
  return { code: error.code, reason, fields: fields ? Object.keys(fields) : [] }
}

/** Expects a refusal with this reason and the code that goes with it; `fields` are the paths of the input it names. */
export async function expectRefusal(answer: Promise<unknown>, reason: Reason, fields: string[] = []): Promise<void> {
  expect(await refusalOf(answer)).toEqual({ code: reasons[reason], reason, fields })
}

/** Calls the procedure at a path. */
export function callAt(caller: Api['anyone'], path: string, input: unknown): Promise<unknown> {
  const [noun = '', name = ''] = path.split('.')
  const procedure: unknown = Reflect.get(Reflect.get(caller, noun), name)
  if (typeof procedure !== 'function') throw new Error(`There is no ${path}`)
  return procedure(input)
}

/** The items of all pages of a list, taken one after the other. */
export async function everyPage<Item>(
  list: (cursor: string | null) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const all: Item[] = []
  let cursor: string | null = null
  do {
    const page: { items: Item[]; nextCursor: string | null } = await list(cursor)
    // A page that is empty although there is more would go on for ever.
    if (page.nextCursor !== null) expect(page.items).not.toEqual([])
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}

/** The answer, or `undefined` if the call was refused by one of the errors of the contract. */
export async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof TRPCError) return undefined
    throw error
  }
}
