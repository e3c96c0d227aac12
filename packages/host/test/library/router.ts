import type { RoleOf } from '@trellis/identity/tables'
import { database, type Store, type Tables } from '@trellis/identity/testing/library'
import { webhookReasons, webhooks } from '@trellis/identity/webhooks'
import { actingUserId, type CommonReason, id, initRpc, line, ownedBy, type Reasons, rowOrThrow } from '@trellis/rpc'
import { changesOf, since } from '@trellis/rpc/live'
import { auditTrail, idempotencyKeys } from '@trellis/store'
import { and, eq, inArray, like } from 'drizzle-orm'
import { z } from 'zod'

const declared = {
  LOAN_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such loan.', missing: 'loans' },
  BOOK_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such book.', missing: 'books' },
  LENT: { code: 'CONFLICT', message: 'This book is lent.', unique: 'loans.book_id' },
  ...webhookReasons,
} as const satisfies Reasons<Tables>

type Reason = keyof typeof declared | CommonReason
const { publicProcedure, ownerProcedure, adminProcedure, router, notFoundOrForbidden, reasons, createCallerFactory } =
  initRpc<Store, Reason, RoleOf<Store>>().create({
    reasons: declared,
    idempotencyKeys,
    auditTrail,
  })

const Book = z.object({ id: z.number(), title: z.string() })
const Loan = z.object({ id: z.number(), bookId: z.number(), readerId: z.number() })

const loanChanges = changesOf({
  table: 'loans',
  row: Loan,
  view: ({ db, tables: { loans } }: Store['read'], ids) => db.select().from(loans).where(inArray(loans.id, ids)),
})

export const libraryRouter = router({
  webhooks,
  books: router({
    create: adminProcedure
      .meta({ http: 'POST /books', created: '/books/{id}' })
      .input(z.object({ title: line(200) }))
      .output(Book)
      .mutation(async ({ ctx: { db, tables }, input }) => {
        const [book] = await db.insert(tables.books).values(input).returning()
        return rowOrThrow(book)
      }),
    byId: publicProcedure
      .meta({ http: 'GET /books/{id}', reasons: ['BOOK_NOT_FOUND'], cost: 3 })
      .input(z.object({ id }))
      .output(Book)
      .query(async ({ ctx, input: { id } }) => {
        const [book] = await ctx.db.select().from(ctx.tables.books).where(eq(ctx.tables.books.id, id))
        if (!book) throw ctx.refuse('BOOK_NOT_FOUND')
        return book
      }),
    search: publicProcedure
      .meta({ http: 'GET /books' })
      .input(z.object({ q: line(20_000).optional() }))
      .output(z.array(Book))
      .query(
        ({
          ctx: {
            db,
            tables: { books },
          },
          input: { q = '' },
        }) =>
          db
            .select()
            .from(books)
            .where(like(books.title, `%${q}%`))
            .orderBy(books.id)
            .limit(20),
      ),
  }),
  loans: router({
    changes: publicProcedure
      .meta({ http: 'GET /books/{bookId}/loans/changes' })
      .input(z.object({ bookId: id, ...since }))
      .output(loanChanges.output)
      .subscription(({ ctx, input, signal }) =>
        loanChanges.follow(ctx, { ...input, where: (loan) => loan.bookId === input.bookId, signal }),
      ),
    count: publicProcedure
      .meta({ http: 'GET /loans/count' })
      .output(z.number())
      .query(({ ctx: { db, tables } }) => db.$count(tables.loans)),
    create: ownerProcedure
      .meta({ http: 'POST /loans', reasons: ['LENT', 'BOOK_NOT_FOUND'] })
      .input(z.object({ bookId: id, readerId: id.optional() }))
      .output(Loan)
      .mutation(async ({ ctx, input: { bookId, readerId } }) => {
        const { loans } = ctx.tables
        const [loan] = await ctx.db
          .insert(loans)
          .values({ bookId, readerId: actingUserId(ctx, readerId, 'readerId') })
          .returning()
        return rowOrThrow(loan)
      }),
    delete: ownerProcedure
      .meta({ http: 'DELETE /loans/{id}', reasons: ['LOAN_NOT_FOUND'] })
      .input(z.object({ id }))
      .output(z.object({ id: z.number() }))
      .mutation(async ({ ctx, input: { id } }) => {
        const { loans } = ctx.tables
        const [loan] = await ctx.db
          .delete(loans)
          .where(and(eq(loans.id, id), ownedBy(ctx, loans.readerId)))
          .returning({ id: loans.id })
        if (!loan) throw await notFoundOrForbidden(ctx, 'LOAN_NOT_FOUND', id)
        return loan
      }),
  }),
})

export const createCaller = createCallerFactory(libraryRouter)
export type LibraryRouter = typeof libraryRouter
export { database, reasons }
