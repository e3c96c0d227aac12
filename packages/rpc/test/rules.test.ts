import { type Connection, createTestStore, type Store, type Tables } from '@trellis/store/testing/library'
import { and, eq, inArray, type SQLWrapper } from 'drizzle-orm'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import {
  accessRule,
  type Caller,
  type CommonReason,
  createContext,
  id,
  initRpc,
  ownedBy,
  type Reasons,
  rowOrThrow,
  type User,
} from '../src/index.ts'
import { procedures } from '../src/reference.ts'
import { refusalAssertion } from '../src/testing/index.ts'

const declared = {
  BOOK_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such book.', missing: 'books' },
} as const satisfies Reasons<Tables>
type Role = 'reader' | 'curator' | 'admin'
const rpc = initRpc<Store, keyof typeof declared | CommonReason, Role>().create({ reasons: declared })
const { router, protectedProcedure, ruledProcedure, notFoundOrForbidden } = rpc
const expectRefusal = refusalAssertion(rpc.reasons)

/** The readers who have a book, and every curator, may describe it. */
const lentTo = accessRule(({ id, role }: User<Role>, { db, tables: { loans } }: Connection, bookId: SQLWrapper) =>
  role === 'curator'
    ? undefined
    : inArray(bookId, db.select({ id: loans.bookId }).from(loans).where(eq(loans.readerId, id))),
)

const Id = z.object({ id: z.number() })
const describeInput = z.object({ id, summary: z.string() })
const app = router({
  books: router({
    describe: ruledProcedure
      .meta({ reasons: ['BOOK_NOT_FOUND'] })
      .input(describeInput)
      .output(Id)
      .mutation(async ({ ctx, input: { id, summary } }) => {
        const { books } = ctx.tables
        const [book] = await ctx.db
          .update(books)
          .set({ summary })
          .where(and(eq(books.id, id), lentTo(ctx, books.id)))
          .returning({ id: books.id })
        if (!book) throw await notFoundOrForbidden(ctx, 'BOOK_NOT_FOUND', id)
        return book
      }),
    mine: ruledProcedure.output(z.array(z.number())).query(async ({ ctx }) => {
      const { books } = ctx.tables
      const rows = await ctx.db.select({ id: books.id }).from(books).where(lentTo(ctx, books.id)).orderBy(books.id)
      return rows.map((book) => book.id)
    }),
    /** Declares a rule, and applies none. */
    unruled: ruledProcedure
      .input(describeInput)
      .output(Id)
      .mutation(async ({ ctx: { db, tables }, input: { id, summary } }) => {
        await db.update(tables.books).set({ summary }).where(eq(tables.books.id, id))
        return { id }
      }),
    unruledQuery: ruledProcedure.output(Id).query(() => ({ id: 1 })),
    /** A rule also narrows a procedure that needs none. */
    own: protectedProcedure.output(z.array(z.number())).query(async ({ ctx }) => {
      const { loans } = ctx.tables
      const rows = await ctx.db.select({ id: loans.bookId }).from(loans).where(ownedBy(ctx, loans.readerId))
      return rows.map((loan) => loan.id)
    }),
  }),
})

const database = await createTestStore(inject('templates'), inject('dialect'))
afterAll(database.remove)
const { store } = database
const createCaller = rpc.createCallerFactory(app)
const call = (caller: Caller<Role>) => createCaller(createContext(store, async () => caller)).books
const as = (id: number, role: Role) => call({ kind: 'user', id, username: `user${id}`, role, signedInAt: new Date() })
const [ada, ben, curator, boss] = [as(1, 'reader'), as(2, 'reader'), as(3, 'curator'), as(4, 'admin')]
const robot = call({ kind: 'service', name: 'tests' })

const [lent, other] = await store.write(async ({ db, tables }) => {
  const [author] = await db.insert(tables.authors).values({ name: 'An Author' }).returning()
  await db.insert(tables.readers).values(['ada', 'ben'].map((name) => ({ name })))
  const rows = ['Lent', 'Other'].map((title) => ({ title, summary: '', authorId: rowOrThrow(author).id }))
  const [lent, other] = await db.insert(tables.books).values(rows).returning({ id: tables.books.id })
  await db.insert(tables.loans).values({ bookId: rowOrThrow(lent).id, readerId: 1 })
  return [rowOrThrow(lent).id, rowOrThrow(other).id]
})
const summaryOf = async (book: number) => {
  const { db, tables } = store.read
  const [row] = await db.select({ summary: tables.books.summary }).from(tables.books).where(eq(tables.books.id, book))
  return row?.summary
}

describe('an access rule', () => {
  test('lets users change the rows that it admits them to, by a join table or by their role', async () => {
    for (const [caller, summary] of [
      [ada, 'ada'],
      [curator, 'curator'],
      [boss, 'boss'],
      [robot, 'robot'],
    ] as const) {
      expect(await caller.describe({ id: lent, summary })).toEqual({ id: lent })
      expect(await summaryOf(lent)).toBe(summary)
    }
  })

  test('refuses other rows with NOT_ALLOWED, and missing ones with NOT_FOUND', async () => {
    await expectRefusal(ben.describe({ id: lent, summary: 'ben' }), 'NOT_ALLOWED')
    await expectRefusal(ada.describe({ id: other, summary: 'ada' }), 'NOT_ALLOWED')
    await expectRefusal(ada.describe({ id: 999_999, summary: 'ada' }), 'BOOK_NOT_FOUND')
    await expectRefusal(call({ kind: 'anyone' }).describe({ id: lent, summary: 'x' }), 'NOT_SIGNED_IN')
    expect(await summaryOf(other)).toBe('')
  })

  test('narrows a list', async () => {
    expect(await ada.mine()).toEqual([lent])
    expect(await ben.mine()).toEqual([])
    expect(await curator.mine()).toEqual([lent, other])
    expect(await ada.own()).toEqual([lent])
  })
})

describe('a procedure that declares a rule', () => {
  test('and applies none fails for every caller, and is rolled back', async () => {
    for (const caller of [ada, curator, boss, robot]) {
      await expect(caller.unruled({ id: other, summary: 'unruled' })).rejects.toMatchObject({
        code: 'INTERNAL_SERVER_ERROR',
        message: 'books.unruled must apply an access rule, and applied none',
      })
      await expect(caller.unruledQuery()).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    }
    expect(await summaryOf(other)).toBe('')
  })

  test('says so in its metadata', () => {
    const known = procedures(app).find(({ path }) => path === 'books.describe')
    expect(known).toMatchObject({
      access: 'ruled',
      reasons: ['INVALID_INPUT', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'BOOK_NOT_FOUND'],
    })
  })
})
