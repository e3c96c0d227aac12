import { describe, expect, test } from 'vitest'
import type { Access } from '../procedure-builder.ts'
import type { Procedure } from '../procedures.ts'
import { callAt, refusalOf } from './calls.ts'

type Outcome = 'OK' | 'UNAUTHORIZED' | 'FORBIDDEN'

/**
 * The outcome of a call by each caller, by the least privileged one that may make it: anonymous, a viewer who owns no row of the
 * call, the viewer who owns the row, an admin, a service.
 */
const outcomes = {
  anyone: { anyone: 'OK', another: 'OK', self: 'OK', admin: 'OK', service: 'OK' },
  viewer: { anyone: 'UNAUTHORIZED', another: 'OK', self: 'OK', admin: 'OK', service: 'OK' },
  self: { anyone: 'UNAUTHORIZED', another: 'FORBIDDEN', self: 'OK', admin: 'OK', service: 'OK' },
  ruled: { anyone: 'UNAUTHORIZED', another: 'FORBIDDEN', self: 'OK', admin: 'OK', service: 'OK' },
  admin: { anyone: 'UNAUTHORIZED', another: 'FORBIDDEN', self: 'FORBIDDEN', admin: 'OK', service: 'OK' },
} as const satisfies Record<Access, Record<string, Outcome>>

const columns = ['anyone', 'another', 'self', 'admin', 'service'] as const

/** The callers and users from which the input of a call is built. */
export interface World<Calls, User extends { id: number }, Store> {
  /** Creates the rows that the call needs. */
  readonly service: Calls
  /** For rows that no procedure creates. */
  readonly store: Store
  /** The user of the column `self`. */
  readonly self: User
  /** The calling user. For a service and an anonymous caller: the user that the call is made for. */
  readonly caller: { id: number }
}

/** A call that is made as every kind of caller. */
export interface AccessCase<Of> {
  procedure: string
  /** The distinction of this call, if the procedure has several cases. */
  when?: string
  access: Access
  /** Creates the rows that the call needs, which belong to `self`, and returns its input. Everything is new for each call. */
  input(world: Of): Promise<unknown>
}

/** The callers that `setupApi` makes, and their database. */
interface Tested<Calls, User, Store> {
  readonly store: Store
  readonly anyone: Calls
  readonly service: Calls
  as(user: User, role: 'user' | 'admin'): Calls
}

/**
 * Tests who may call what: each case as every kind of caller. Every procedure must have a case without `when`, with the access
 * that its metadata declares.
 */
export function testAccess<Calls extends object, User extends { id: number }, Store>(
  { store, anyone, service, as }: Tested<Calls, User, Store>,
  procedures: readonly Procedure[],
  cases: readonly AccessCase<World<Calls, User, Store>>[],
  newUser: () => Promise<User>,
): void {
  test('every procedure is in the table, with the same callers as in its metadata', () => {
    const plain = cases.filter((one) => one.when === undefined)
    expect(plain.map(({ procedure, access }) => [procedure, access]).sort()).toEqual(
      procedures.map(({ path, access }) => [path, access]).sort(),
    )
    for (const { procedure } of cases) expect(plain.map((one) => one.procedure)).toContain(procedure)
  })

  describe.each(cases.map((one) => ({ ...one, title: [one.procedure, one.when].filter(Boolean).join(' ') })))(
    '$title',
    ({ procedure, access, input }) => {
      test.each(columns.map((column) => ({ column, outcome: outcomes[access][column] })))(
        'called by $column: $outcome',
        async ({ column, outcome }) => {
          const [self, stranger] = [await newUser(), await newUser()]
          const caller = {
            anyone,
            another: as(stranger, 'user'),
            self: as(self, 'user'),
            admin: as(stranger, 'admin'),
            service,
          }[column]
          const world = { service, store, self, caller: column === 'self' ? self : stranger }
          const call = callAt(caller, procedure, await input(world))
          if (outcome === 'OK') await call
          else expect((await refusalOf(call)).code).toBe(outcome)
        },
      )
    },
  )
}
