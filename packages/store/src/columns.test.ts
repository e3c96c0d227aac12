import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestStore, type Store } from '../test/library/index.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())

const moment = '2026-03-01T12:34:56.789Z'
const reader = {
  name: 'Ada',
  email: 'ada@example.com',
  emailVerified: true,
  role: 'librarian',
  cardNumber: 2 ** 40,
  memberSince: new Date(moment),
  createdAt: moment,
  updatedAt: moment,
} as const

test('what is written is read back, on either engine the same', async () => {
  const written = await store.write(async ({ db, tables }) => {
    const [row] = await db.insert(tables.readers).values(reader).returning()
    return row
  })
  expect(written).toStrictEqual({
    ...reader,
    id: 1,
    nameKey: 'ada',
  })
  const { db, tables } = store.read
  expect(await db.select().from(tables.readers)).toStrictEqual([written])
})

test('what is not given is the default, or null', async () => {
  const [row] = await store.write(({ db, tables }) => db.insert(tables.readers).values({ name: 'B' }).returning())
  expect(row).toMatchObject({ email: null, emailVerified: false, role: 'reader', cardNumber: null, memberSince: null })
})

test('a relational query reads the same values, at the top and nested', async () => {
  const date = new Date(moment)
  await store.write(async ({ db, tables }) => {
    await db.insert(tables.authors).values({ name: 'A', createdAt: moment, updatedAt: moment })
    await db
      .insert(tables.books)
      .values({ title: 'T', summary: 'S', authorId: 1, createdAt: moment, updatedAt: moment })
    await db.insert(tables.subjects).values({ name: 'S', createdAt: moment })
    await db.insert(tables.bookSubjects).values({ bookId: 1, subjectId: 1, addedAt: moment })
    await db.insert(tables.notes).values({ bookId: 1, readerId: 1, body: 'N' })
  })
  const { db, tables } = store.read
  const [author] = await db.select().from(tables.authors)
  const [subject] = await db.select().from(tables.subjects)
  const [book] = await db.query.books.findMany({ with: { author: true, subjects: true, shelf: true } })
  expect(book).toStrictEqual({
    id: 1,
    title: 'T',
    titleKey: 't',
    summary: 'S',
    authorId: 1,
    shelfId: null,
    isbn: null,
    loanCount: 0,
    noteCount: 1,
    version: 1,
    createdAt: moment,
    updatedAt: moment,
    author,
    subjects: [subject],
    shelf: null,
  })
  const [nested] = await db.query.authors.findMany({ with: { books: { with: { author: true } } } })
  expect(nested?.books[0]?.author).toStrictEqual(author)
  const note = await db.query.notes.findFirst({ with: { reader: true } })
  expect(note?.reader).toStrictEqual({ ...reader, id: 1, nameKey: 'ada', memberSince: date })
})

test('ids and numbers beyond 32 bits are kept', async () => {
  const id = 2 ** 40
  const found = await store.write(async ({ db, tables }) => {
    await db.insert(tables.shelves).values({ id, name: 'A' })
    await db.insert(tables.shelves).values({ id: id + 1, name: 'B', parentId: id })
    return db.query.shelves.findFirst({ where: { id: id + 1 }, with: { parent: true } })
  })
  expect(found).toMatchObject({ id: id + 1, parentId: id, parent: { id } })
})

describe('instants', () => {
  test.each([
    ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['2026-03-01T12:34:56+02:00', '2026-03-01T10:34:56.000Z'],
    ['2026-03-01T12:34:56.700Z', '2026-03-01T12:34:56.700Z'],
    ['2026-03-01T12:34:56.070Z', '2026-03-01T12:34:56.070Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['0001-01-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is read as %s', async (createdAt, read) => {
    const { db, tables } = store.read
    const found = await store.write(async ({ db, tables }) => {
      const [subject] = await db.insert(tables.subjects).values({ name: createdAt, createdAt }).returning()
      return subject
    })
    expect(found?.createdAt).toBe(read)
    expect(await db.select().from(tables.subjects).where(eq(tables.subjects.createdAt, createdAt))).toEqual([found])
  })

  test('are set when a row is made, and updatedAt when it changes', async () => {
    const before = new Date().toISOString()
    const changed = await store.write(async ({ db, tables }) => {
      await db.insert(tables.authors).values({ name: 'Old', createdAt: moment, updatedAt: moment })
      const [row] = await db
        .update(tables.authors)
        .set({ name: 'New' })
        .where(eq(tables.authors.nameKey, 'old'))
        .returning()
      return row
    })
    expect(changed?.createdAt).toBe(moment)
    expect((changed?.updatedAt ?? '') >= before).toBe(true)
  })
})
