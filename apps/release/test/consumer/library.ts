import { type CommonReason, createContext, initRpc, type Reasons, rowOrThrow } from '@trellis/rpc'
import { routesOf } from '@trellis/rpc/rest'
import { restPlugin } from '@trellis/rpc/rest/fastify'
import { type Columns, defineDatabase, type Store as StoreOf } from '@trellis/store'
import { defineRelations, eq } from 'drizzle-orm'
import Fastify from 'fastify'
import { z } from 'zod'

// Another domain on @trellis/store and @trellis/rpc, served over REST.
const defineTables = (c: Columns) => ({
  books: c.table('books', { id: c.id(), title: c.text().notNull().unique() }),
})
export type Tables = ReturnType<typeof defineTables>
const relate = (tables: Tables) => defineRelations(tables)
export type Store = StoreOf<Tables, ReturnType<typeof relate>>

export const { migrate, openStore } = defineDatabase({
  name: 'library',
  tables: defineTables,
  relations: relate,
  migrations: new URL('../migrations', import.meta.url),
})

export const reasons = {
  BOOK_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such book.', missing: 'books' },
  BOOK_EXISTS: { code: 'CONFLICT', message: 'There is such a book.', unique: 'books.title' },
} as const satisfies Reasons<Tables>
export type Reason = keyof typeof reasons | CommonReason
export const { publicProcedure, router } = initRpc<Store, Reason>().create({ reasons })

const Book = z.object({ id: z.number(), title: z.string() })
const appRouter = router({
  books: router({
    create: publicProcedure
      .meta({ http: 'POST /books', created: '/books/{id}', reasons: ['BOOK_EXISTS'] })
      .input(z.object({ title: z.string() }))
      .output(Book)
      .mutation(async ({ ctx, input }) => {
        const [book] = await ctx.db.insert(ctx.tables.books).values(input).returning()
        return rowOrThrow(book)
      }),
    byId: publicProcedure
      .meta({ http: 'GET /books/{id}', reasons: ['BOOK_NOT_FOUND'] })
      .input(z.object({ id: z.number() }))
      .output(Book)
      .query(async ({ ctx, input }) => {
        const { books } = ctx.tables
        const [book] = await ctx.db.select().from(books).where(eq(books.id, input.id))
        if (!book) throw ctx.refuse('BOOK_NOT_FOUND')
        return book
      }),
  }),
})

if (process.argv[1] === import.meta.filename) {
  const file = `file:${process.argv[2]}`
  await migrate(file)
  const store = openStore({ url: file })
  const app = Fastify()
  await app.register(restPlugin, {
    prefix: '/api',
    router: appRouter,
    routes: routesOf(appRouter),
    createContext: () => createContext(store, async () => ({ kind: 'anyone' })),
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const post = () =>
    fetch(`${url}/api/books`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Dune' }),
    })
  const created = await post()
  const again = z.object({ reason: z.string() }).parse(await (await post()).json())
  const read = Book.parse(await (await fetch(`${url}/api/books/1`)).json())
  console.log(created.status, again.reason, read.title)
  await app.close()
  await store.close()
}
