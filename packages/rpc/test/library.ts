import { initTRPC, TRPCError } from '@trpc/server'
import { z } from 'zod'
import type { Meta } from '../src/index.ts'

/** The caller, in the form that the tests send. */
export interface LibraryContext {
  readonly reader: string | undefined
}

/** An error with a reason, like those of a domain. */
export class Refusal extends TRPCError {
  readonly reason: string
  constructor(code: TRPCError['code'], reason: string) {
    super({ code, message: `Refused: ${reason}` })
    this.reason = reason
  }
}

/** tRPC for the library, with reasons and fields in its errors. */
export const t = initTRPC
  .context<LibraryContext>()
  .meta<Meta<string>>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error }) => {
      const fields =
        error.cause instanceof z.ZodError
          ? Object.fromEntries(error.cause.issues.map((issue) => [issue.path.join('.'), issue.message]))
          : null
      const reason = error instanceof Refusal ? error.reason : fields && 'INVALID_INPUT'
      const current = error instanceof Refusal && reason === 'LENT' ? { borrower: 'Ada' } : {}
      return { ...shape, data: { ...shape.data, reason, fields, ...current } }
    },
  })

const id = z.number().int().positive()
const Book = z.object({ id, title: z.string(), authorId: id, subjects: z.array(z.string()) })
const page = { limit: z.number().int().min(1).max(10).default(2), cursor: z.string().nullish() }

const procedure = t.procedure.meta({ access: 'anyone' })

/** A library of books and loans, in memory. */
export function createLibrary() {
  const books: z.infer<typeof Book>[] = []
  const find = (wanted: number) => {
    const book = books.find((book) => book.id === wanted)
    if (!book) throw new Refusal('NOT_FOUND', 'BOOK_NOT_FOUND')
    return book
  }

  return t.router({
    books: t.router({
      create: procedure
        .meta({ http: ['POST /books', 'POST /authors/{writerId:authorId}/books'], created: '/books/{id}' })
        .input(z.object({ title: z.string().min(1), authorId: id, subjects: z.array(z.string()).default([]) }))
        .output(Book)
        .mutation(({ input }) => {
          const book = { id: books.length + 1, ...input }
          books.push(book)
          return book
        }),

      byId: procedure
        .meta({ http: 'GET /books/{id}', reasons: ['BOOK_NOT_FOUND'] })
        .input(z.object({ id }))
        .output(Book)
        .query(({ input }) => find(input.id)),

      list: procedure
        .meta({ http: ['GET /books', 'GET /books/recent', 'GET /authors/{writerId:authorId}/books'] })
        .input(
          z.object({
            authorId: id.optional(),
            lent: z.boolean().optional(),
            subjects: z.object({ all: z.array(z.string()).max(3).optional(), any: z.array(id).optional() }).optional(),
            sort: z.union([z.literal(['title', 'id']), z.object({ by: id })]).default('id'),
            ...page,
          }),
        )
        .output(z.object({ items: z.array(Book), nextCursor: z.string().nullable(), asked: z.unknown() }))
        .query(({ input }) => {
          const found = books.filter((book) => input.authorId === undefined || book.authorId === input.authorId)
          const start = Number(input.cursor ?? 0)
          const end = start + input.limit
          return {
            items: found.slice(start, end),
            nextCursor: found.length > end ? String(end) : null,
            asked: input,
          }
        }),

      rename: procedure
        .meta({ http: 'PATCH /books/{id}' })
        .input(z.object({ id, title: z.string().min(1) }))
        .output(Book)
        .mutation(({ input }) => Object.assign(find(input.id), { title: input.title })),

      delete: procedure
        .meta({ http: 'DELETE /books/{id}' })
        .input(z.object({ id, loans: z.union([z.literal('restrict'), z.object({ moveTo: id })]).optional() }))
        .output(z.object({ id }))
        .mutation(({ input, ctx }) => {
          if (!ctx.reader) throw new Refusal('UNAUTHORIZED', 'NOT_SIGNED_IN')
          if (input.loans === 'restrict') throw new Refusal('CONFLICT', 'LENT')
          books.splice(books.indexOf(find(input.id)), 1)
          return { id: input.id }
        }),
    }),
    reader: procedure
      .meta({ http: 'GET /reader' })
      .output(z.string().nullable())
      .query(({ ctx }) => ctx.reader ?? null),
    broken: procedure
      .meta({ http: 'GET /broken' })
      .output(z.string())
      .query(() => {
        throw new Error('A secret of the inside')
      }),
  })
}
