import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestStore, library, type Store } from '../../test/library/index.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())

test('a recount corrects every counter, and is no change of its row', async () => {
  await store.write(async ({ db, tables }) => {
    await db.insert(tables.authors).values({ name: 'Ada' })
    await db.insert(tables.readers).values({ name: 'Bob' })
    await db.insert(tables.books).values([1, 2].map((n) => ({ title: `Book ${n}`, summary: '', authorId: 1 })))
    await db.insert(tables.notes).values({ bookId: 1, readerId: 1, body: 'Read it.' })
    await db.insert(tables.notes).values({ bookId: 1, readerId: 1, body: 'Twice.', parentId: 1, depth: 1 })
    // Not counted: it has no reader.
    await db.insert(tables.notes).values({ bookId: 1, readerId: null, body: '', parentId: 1, depth: 1 })
  })
  const { db } = store.read
  const rows = () => Promise.all([db.query.authors.findMany(), db.query.books.findMany(), db.query.notes.findMany()])
  const correct = await rows()
  expect(await library.miscounts(store.read)).toEqual([])

  await store.write(async ({ db, tables: { authors, books, notes } }) => {
    await db.update(authors).set({ bookCount: 7, updatedAt: sql`updated_at` })
    await db.update(books).set({ noteCount: 5, updatedAt: sql`updated_at`, version: sql`version` })
    await db.update(notes).set({ replyCount: -1 })
  })
  expect(await library.miscounts(store.read)).toEqual([
    { counter: 'authors.book_count', rows: 1 },
    { counter: 'books.note_count', rows: 2 },
    { counter: 'notes.reply_count', rows: 3 },
  ])
  await store.write(library.recount)
  expect(await library.miscounts(store.read)).toEqual([])
  expect(await rows()).toEqual(correct)
})
