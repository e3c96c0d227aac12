import { defineRelations, eq } from 'drizzle-orm'
import { expectTypeOf } from 'vitest'
import { defineDatabase } from './define-database.ts'
import type { Placeholders } from './prepared.ts'

const { openStore, prepared, preparedVariants } = defineDatabase({
  name: 'library',
  tables: (c) => ({ books: c.table('books', { id: c.id(), title: c.text().notNull() }) }),
  relations: (tables) => defineRelations(tables),
  migrations: new URL('../migrations', import.meta.url),
})

const byId = prepared(({ db }, { id }: Placeholders<{ id: number }>) => db.query.books.findFirst({ where: { id } }))
const titled = prepared(({ db, tables: { books } }, at: Placeholders<{ title: string; limit: number }>) =>
  db.select({ id: books.id }).from(books).where(eq(books.title, at.title)).limit(at.limit),
)
const all = prepared(({ db }) => db.query.books.findMany())
const sorted = preparedVariants(({ db }, order: 'asc' | 'desc', { limit }: Placeholders<{ limit: number }>) =>
  db.query.books.findMany({ orderBy: { title: order }, limit }),
)

/** Checked by the compiler, never called. */
export async function check() {
  const { read } = openStore({ url: 'file:library.db' })

  expectTypeOf(await byId(read, { id: 1 })).toEqualTypeOf<{ id: number; title: string } | undefined>()
  expectTypeOf(await titled(read, { title: 'A', limit: 1 })).toEqualTypeOf<{ id: number }[]>()
  await all(read)
  await sorted(read, 'asc', { limit: 1 })

  // @ts-expect-error: the value is missing
  await byId(read, {})
  // @ts-expect-error: all values are missing
  await byId(read)
  // @ts-expect-error: one of the values is missing
  await titled(read, { title: 'A' })
  // @ts-expect-error: the value is missing
  await sorted(read, 'asc', {})

  // @ts-expect-error: there is no such value
  await byId(read, { id: 1, title: 'A' })
  // @ts-expect-error: the query has no values
  await all(read, { id: 1 })
  // @ts-expect-error: there is no such value
  await sorted(read, 'asc', { limit: 1, offset: 1 })

  // @ts-expect-error: the value has another type
  await byId(read, { id: '1' })
  // @ts-expect-error: the value may be missing
  await byId(read, { id: undefined })
  // @ts-expect-error: one of the values has another type
  await titled(read, { title: 1, limit: 1 })
  // @ts-expect-error: there is no such shape
  await sorted(read, 'random', { limit: 1 })

  // @ts-expect-error: the query uses a placeholder that it does not declare
  prepared(({ db }, at: Placeholders<{ id: number }>) => db.query.books.findFirst({ where: { title: at.title } }))
}
