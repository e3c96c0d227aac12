import { describe, expect, test } from 'vitest'
import type { Caller } from '../caller.ts'
import type { Procedure } from '../procedures.ts'
import { callAt } from './calls.ts'

/** An API on a store, as `setupApi` makes it. */
interface CountedApi<Store extends object> {
  readonly store: Store
  /** The statements since it was emptied. */
  readonly statements: string[]
  call(caller: Caller<never>, stores: Store[]): object
}

/** The most statements of a query. */
const MOST = 3

/**
 * Tests that each query costs at most three statements, and as many for many rows as for one.
 *
 * @param one the input of the procedure at a path, for which it finds one row of a kind. `many` likewise.
 * @param check further assertions about the output of `many`.
 */
export function testStatementCounts<Store extends object>(
  { store, statements, call }: CountedApi<Store>,
  procedures: readonly Procedure[],
  one: (path: string) => unknown,
  many: (path: string) => unknown,
  check: (path: string, output: unknown) => void = () => {},
): void {
  async function measured(path: string, input: unknown) {
    // A new store object: values that are cached for each store are read again.
    const caller = call({ kind: 'service', name: 'tests' }, [{ ...store }])
    statements.length = 0
    const output = await callAt(caller, path, input)
    return { count: statements.length, output }
  }

  describe('a query costs a fixed number of statements', () => {
    const queries = procedures.filter(({ kind }) => kind === 'query').map(({ path }) => path)
    test.each(queries)(`%s: at most ${MOST}, for 1 row and for many`, async (path) => {
      const { count } = await measured(path, one(path))
      const forMany = await measured(path, many(path))
      expect(count).toBeLessThanOrEqual(MOST)
      expect(forMany.count).toBe(count)
      check(path, forMany.output)
    })
  })
}
