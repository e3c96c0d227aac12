import { TRPCError } from '@trpc/server'
import { expect } from 'vitest'
import { describeError } from './errors.ts'
import type { Access } from './procedure-builder.ts'
import type { Procedure } from './procedures.ts'
import type { CommonReason, Reasons } from './reasons.ts'

/** The caller: anonymous, a viewer who owns no row of the call, the viewer who owns the row, an admin, a service. */
export type Column = 'anyone' | 'another' | 'self' | 'admin' | 'service'
/** The outcome of a call. */
export type Outcome = 'OK' | 'UNAUTHORIZED' | 'FORBIDDEN'

/** The outcome of a call by each caller, by the least privileged one that may make it. */
export const outcomes: Record<Access, Record<Column, Outcome>> = {
  anyone: { anyone: 'OK', another: 'OK', self: 'OK', admin: 'OK', service: 'OK' },
  viewer: { anyone: 'UNAUTHORIZED', another: 'OK', self: 'OK', admin: 'OK', service: 'OK' },
  self: { anyone: 'UNAUTHORIZED', another: 'FORBIDDEN', self: 'OK', admin: 'OK', service: 'OK' },
  admin: { anyone: 'UNAUTHORIZED', another: 'FORBIDDEN', self: 'FORBIDDEN', admin: 'OK', service: 'OK' },
}

/** Tested over all procedures by the authorization matrix, and by the tests of cursors and of versions. */
const implied = new Set<string>([
  'INVALID_INPUT',
  'INVALID_CURSOR',
  'NOT_SIGNED_IN',
  'NOT_ALLOWED',
  'STALE',
] satisfies CommonReason[])

/** Compares the reasons of errors with those that the procedures declare. */
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
     * test that expects none keeps the declarations correct. Tests over all procedures cover the reasons that every
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

/** The error of a refused call. Fails the test if it was not refused, or failed without a reason. */
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

/**
 * Asserts that a call is refused with a reason of a domain and its code. `fields` are the input paths that the error
 * names.
 */
export function refusalAssertion<Reason extends string>(reasons: Record<Reason, Reasons[string]>) {
  return async (answer: Promise<unknown>, reason: Reason, fields: string[] = []): Promise<void> => {
    expect(await refusalOf(answer)).toEqual({ code: reasons[reason].code, reason, fields })
  }
}

/** Calls the procedure at a path of a caller. */
export function callAt(caller: object, path: string, input: unknown): Promise<unknown> {
  const [noun = '', name = ''] = path.split('.')
  const procedure: unknown = Reflect.get(Reflect.get(caller, noun), name)
  if (typeof procedure !== 'function') throw new Error(`There is no ${path}`)
  return procedure(input)
}

/** The items of all pages of a list, requested one after the other. */
export async function everyPage<Item>(
  list: (cursor: string | null) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const all: Item[] = []
  let cursor: string | null = null
  do {
    const page: { items: Item[]; nextCursor: string | null } = await list(cursor)
    // An empty page with a next cursor would be an endless loop.
    if (page.nextCursor !== null) expect(page.items).not.toEqual([])
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}

/** The result, or `undefined` if the call was refused. */
export async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof TRPCError) return undefined
    throw error
  }
}
