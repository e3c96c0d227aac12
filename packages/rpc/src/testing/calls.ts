import { TRPCError } from '@trpc/server'
import { expect } from 'vitest'
import { describeError } from '../errors.ts'
import type { Reasons } from '../reasons.ts'

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
