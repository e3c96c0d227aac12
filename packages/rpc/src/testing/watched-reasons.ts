import type { TRPCError } from '@trpc/server'
import { describeError } from '../errors.ts'
import type { Procedure } from '../procedures.ts'
import type { CommonReason } from '../reasons.ts'

/**
 * Tested over all procedures by the authorization matrix, and by the tests of cursors and of versions. `IN_USE` depends on the
 * tables that refer to the row: one that is added has the test.
 */
const implied = new Set<string>([
  'INVALID_INPUT',
  'INVALID_CURSOR',
  'NOT_SIGNED_IN',
  'NOT_ALLOWED',
  'STALE',
  'IN_USE',
] satisfies CommonReason[])

/** Compares the reasons of errors with the declarations of the procedures. */
export function watchReasons(procedures: Procedure[]) {
  const seen = new Map<string, Set<string>>()
  return {
    /** Must be called with every error. A procedure that refuses for an undeclared reason fails the test. */
    onError: ({ path = '', error }: { path?: string | undefined; error: TRPCError }): void => {
      const { reason } = describeError(error)
      if (reason === null) throw new Error(`${path} failed without a reason`, { cause: error })
      const declared = procedures.find((one) => one.path === path)?.reasons ?? []
      if (reason !== 'CHANGED_MEANWHILE' && reason !== 'KEY_REUSED' && !declared.includes(reason)) {
        throw new Error(`${path} does not declare ${reason}`, { cause: error })
      }
      seen.set(path, (seen.get(path) ?? new Set()).add(reason))
    },
    /**
     * The reasons that procedures with the path `prefix` declare but that have not occurred so far, as `path REASON`. A
     * test that expects an empty list keeps the declarations correct. Tests over all procedures cover the reasons that every
     * procedure of a kind has.
     */
    unseenReasons: (prefix: string): string[] =>
      procedures
        .filter(({ path }) => path.startsWith(prefix))
        .flatMap(({ path, reasons }) =>
          reasons.filter((one) => !implied.has(one) && !seen.get(path)?.has(one)).map((one) => `${path} ${one}`),
        ),
  }
}
