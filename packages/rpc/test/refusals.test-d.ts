import type { Store, Tables } from '@trellis/store/testing/library'
import { sql } from 'drizzle-orm'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import {
  accessRule,
  type CommonReason,
  initRpc,
  type Reasons,
  type Refuses,
  type RouterReasons,
  type User,
} from '../src/index.ts'

const declared = {
  BOOK_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such book.', missing: 'books' },
  LOAN_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such loan.', missing: 'loans' },
  LENT: { code: 'CONFLICT', message: 'This reader has the book.' },
} as const satisfies Reasons<Tables>

type Reason = keyof typeof declared | CommonReason
const rpc = initRpc<Store, Reason>().create({ reasons: declared })
const { publicProcedure, protectedProcedure, ownerProcedure, router, assertExists, notFoundOrForbidden } = rpc

const lend = publicProcedure.meta({ reasons: ['LENT', 'BOOK_NOT_FOUND'] }).input(z.object({ id: z.number() }))

test('a procedure refuses with the reasons that it declares', () => {
  lend.output(z.null()).query(async ({ ctx }) => {
    if (ctx.remaining) throw ctx.refuse('LENT')
    if (ctx.idempotencyKeys) throw ctx.refuse('INVALID_INPUT')
    await assertExists(ctx, 'BOOK_NOT_FOUND', 1)
    throw ctx.refuse('BOOK_NOT_FOUND')
  })
})

test('a reason that it does not declare is an error', () => {
  lend.output(z.null()).query(async ({ ctx }) => {
    // @ts-expect-error
    if (ctx.remaining) throw ctx.refuse('LOAN_NOT_FOUND')
    // @ts-expect-error
    if (ctx.idempotencyKeys) throw ctx.refuse('LOAN_NOT_FOUND')
    // @ts-expect-error
    await assertExists(ctx, 'LOAN_NOT_FOUND', 1)
    // @ts-expect-error: it is for anyone, so it never refuses because of who calls.
    throw await notFoundOrForbidden(ctx, 'BOOK_NOT_FOUND', 1)
  })
  publicProcedure.output(z.null()).query(({ ctx }) => {
    // @ts-expect-error: it declares none.
    throw ctx.refuse('LENT')
  })
})

test('a function that refuses takes only contexts that may', () => {
  const mustBeHere = (ctx: Refuses<'LENT'>) => {
    throw ctx.refuse('LENT')
  }
  lend.output(z.null()).query(({ ctx }) => mustBeHere(ctx))
  protectedProcedure
    .meta({ reasons: ['BOOK_NOT_FOUND'] })
    .output(z.null())
    // @ts-expect-error
    .query(({ ctx }) => mustBeHere(ctx))
})

test('a declared reason is one of the domain', () => {
  // @ts-expect-error
  publicProcedure.meta({ reasons: ['NO_SUCH_REASON'] })
})

test('the reasons of a procedure follow from what it declares, its input and who may call it', () => {
  const app = router({
    books: router({
      lend: lend.output(z.null()).query(() => null),
      list: publicProcedure
        .input(z.object({ cursor: z.string().optional() }))
        .output(z.null())
        .query(() => null),
      rename: ownerProcedure
        .meta({ reasons: ['BOOK_NOT_FOUND'] })
        .input(z.object({ version: z.number() }))
        .output(z.null())
        .query(() => null),
      count: protectedProcedure.output(z.null()).query(() => null),
    }),
  })
  type Always =
    | 'UNAVAILABLE'
    | 'RATE_LIMITED'
    | 'RESPONSE_TOO_LARGE'
    | 'CHANGED_MEANWHILE'
    | 'KEY_REUSED'
    | 'KEY_LIMITED'
  type Books = RouterReasons<typeof app>['books']
  expectTypeOf<Books['lend']>().toEqualTypeOf<Always | 'INVALID_INPUT' | 'LENT' | 'BOOK_NOT_FOUND'>()
  expectTypeOf<Books['list']>().toEqualTypeOf<Always | 'INVALID_INPUT' | 'INVALID_CURSOR'>()
  expectTypeOf<Books['rename']>().toEqualTypeOf<
    Always | 'INVALID_INPUT' | 'NOT_SIGNED_IN' | 'NOT_ALLOWED' | 'STALE' | 'BOOK_NOT_FOUND'
  >()
  expectTypeOf<Books['count']>().toEqualTypeOf<Always | 'NOT_SIGNED_IN'>()
})

test('a procedure has an output before its resolver', () => {
  const procedure = protectedProcedure.input(z.object({ id: z.number() }))
  // @ts-expect-error
  procedure.query(() => null)
  // @ts-expect-error
  procedure.mutation(() => null)
})

test('an access rule knows the roles of the domain', () => {
  const rule = accessRule(({ role }: User<'reader' | 'curator'>) => {
    // @ts-expect-error: there is no such role.
    if (role === 'librarian') return undefined
    return role === 'curator' ? undefined : sql`false`
  })
  ownerProcedure.output(z.null()).query(({ ctx }) => {
    // @ts-expect-error: the users of this domain have other roles.
    rule(ctx)
    return null
  })
})
