import type { LibraryRouter } from '@trellis/host/testing/library'
import type { RouterReasons } from '@trellis/rpc'
import type { inferRouterOutputs } from '@trpc/server'
import { expectTypeOf, test } from 'vitest'
import { createClient, isApiError, safe } from './index.ts'

type Outputs = inferRouterOutputs<LibraryRouter>
type Reasons = RouterReasons<LibraryRouter>
const library = createClient<LibraryRouter>({ url: 'http://127.0.0.1' })

test('an outcome has the output or one of the reasons of the procedure', async () => {
  const outcome = await safe(library.loans.create.mutate({ bookId: 1 }))
  if (outcome.reason === undefined) {
    expectTypeOf(outcome.data).toEqualTypeOf<Outputs['loans']['create']>()
  } else {
    expectTypeOf(outcome.reason).toEqualTypeOf<Reasons['loans']['create']>()
    expectTypeOf(outcome.fields).toEqualTypeOf<Record<string, string> | null>()
    expectTypeOf(outcome.error.data.reason).toEqualTypeOf<Reasons['loans']['create']>()
  }
})

test('its parts narrow each other', async () => {
  const { data, reason } = await safe(library.loans.create.mutate({ bookId: 1 }))
  if (data) expectTypeOf(reason).toEqualTypeOf<undefined>()
  if (reason === 'LENT') expectTypeOf(data).toEqualTypeOf<undefined>()
  if (reason === undefined) expectTypeOf(data).toEqualTypeOf<Outputs['loans']['create']>()
})

test('a comparison with a reason that the procedure does not have is an error', async () => {
  const lent = await safe(library.loans.create.mutate({ bookId: 1 }))
  // @ts-expect-error
  expectTypeOf(lent.reason === 'LOAN_NOT_FOUND').toBeBoolean()
  const found = await safe(library.books.byId.query({ id: 1 }))
  // @ts-expect-error
  expectTypeOf(found.reason === 'LENT').toBeBoolean()
})

test('a reason that the router does not have is an error', () => {
  const error: unknown = undefined
  // @ts-expect-error
  isApiError<LibraryRouter>(error, 'NO_SUCH_REASON')
  if (isApiError<LibraryRouter>(error, 'LENT'))
    expectTypeOf(error.data.fields).toEqualTypeOf<Record<string, string> | null>()
  if (isApiError(error, 'LENT')) expectTypeOf(error.data.reason).toEqualTypeOf<'LENT'>()
})

test('a client without the type of its router has no procedures', () => {
  expectTypeOf(createClient({ url: 'http://127.0.0.1' })).not.toHaveProperty('books')
})
