import { type Connection, createTestStore, openStore } from '@trellis/store/testing/library'
import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { day, uuid } from '../src/inputs.ts'
import { changesOf, type RowChanges } from '../src/live/index.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let views = 0
let authorId = 0
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
})
afterAll(() => database.remove())
beforeEach(async () => {
  views = 0
  authorId = await addAuthor()
})

const Book = z.object({ id: z.number(), title: z.string(), authorId: z.number() })
const bookChanges = changesOf({
  table: 'books',
  row: Book,
  view: async ({ db, tables: { books } }: Connection, ids) => {
    views++
    return db.select().from(books).where(inArray(books.id, ids))
  },
})

const addAuthor = () =>
  database.store.write(async ({ db, tables: { authors } }) => {
    const name = `Author ${Math.random()}`
    const [author] = await db.insert(authors).values({ name }).returning({ id: authors.id })
    return author?.id ?? 0
  })
const addBook = (title: string, by = authorId, store = database.store) =>
  store.write(async ({ db, tables: { books } }) => {
    const [book] = await db.insert(books).values({ title, authorId: by, summary: '' }).returning({ id: books.id })
    return book?.id ?? 0
  })

/** Subscribes to the books of an author. `next` resolves to the next event that is not empty. */
async function subscribe(of: number, lastEventId?: string) {
  const ending = new AbortController()
  const where = (by: Record<string, unknown>) => by.authorId === of
  const events = bookChanges.follow(database, { lastEventId, where, signal: ending.signal })
  let position = lastEventId
  const next = async (): Promise<RowChanges<z.infer<typeof Book>> | undefined> => {
    const { value } = await events.next()
    if (!value) return undefined
    const [id, data] = value
    position = id
    return data
  }
  if (!lastEventId) expect(await next()).toEqual({ kind: 'changed', rows: [] })
  return { next, end: () => ending.abort(), position: () => position }
}

test('a subscriber gets the rows that it asks for, as the view reads them, and the ids of those that are gone', async () => {
  const otherId = await addAuthor()
  const subscriber = await subscribe(authorId)
  await addBook('Of another author', otherId)
  const id = await addBook('First')
  expect(await subscriber.next()).toEqual({ kind: 'changed', rows: [{ id, title: 'First', authorId }] })
  const { books } = database.store.read.tables
  await database.store.write(({ db }) => db.update(books).set({ authorId: otherId }).where(eq(books.id, id)))
  expect(await subscriber.next()).toEqual({ kind: 'deleted', ids: [id] })
  await database.store.write(({ db }) => db.update(books).set({ authorId }).where(eq(books.id, id)))
  expect(await subscriber.next()).toEqual({ kind: 'changed', rows: [{ id, title: 'First', authorId }] })
  await database.store.write(({ db }) => db.delete(books).where(eq(books.id, id)))
  expect(await subscriber.next()).toEqual({ kind: 'deleted', ids: [id] })
  subscriber.end()
  expect(await subscriber.next()).toBeUndefined()
})

test('several changes of a row in one commit are one event', async () => {
  const subscriber = await subscribe(authorId)
  const id = await database.store.write(async ({ db, tables: { books } }) => {
    const [book] = await db.insert(books).values({ title: 'Draft', authorId, summary: '' }).returning()
    await db
      .update(books)
      .set({ title: 'Final' })
      .where(eq(books.id, book?.id ?? 0))
    return book?.id ?? 0
  })
  expect(await subscriber.next()).toEqual({ kind: 'changed', rows: [{ id, title: 'Final', authorId }] })
  subscriber.end()
})

test('a view is read once for a change, whatever the number of subscribers', async () => {
  const subscribers = await Promise.all(Array.from({ length: 50 }, () => subscribe(authorId)))
  const waiting = subscribers.map(({ next }) => next())
  await addBook('For all')
  const events = await Promise.all(waiting)
  expect(events.every((event) => event?.kind === 'changed' && event.rows[0]?.title === 'For all')).toBe(true)
  expect(views).toBe(1)
  for (const { end } of subscribers) end()
})

test('a subscriber that comes back gets what it has missed, on another server too', async () => {
  const first = await subscribe(authorId)
  await addBook('Seen')
  expect(await first.next()).toMatchObject({ rows: [{ title: 'Seen' }] })
  first.end()
  const other = openStore({ url: database.url })
  await addBook('Missed', authorId, other)
  await other.close()
  const again = await subscribe(authorId, first.position())
  expect(await again.next()).toMatchObject({ rows: [{ title: 'Missed' }] })
  await addBook('New')
  expect(await again.next()).toMatchObject({ rows: [{ title: 'New' }] })
  again.end()
})

test('a subscriber that is interrupted between two events of a commit gets what it has missed of every row', async () => {
  const otherId = await addAuthor()
  const moved = await addBook('Moved, then deleted')
  const start = (await subscribe(authorId)).position()
  const added = await database.store.write(async ({ db, tables: { books } }) => {
    await db.update(books).set({ authorId: otherId }).where(eq(books.id, moved))
    const values = ['First', 'Deleted', 'Second'].map((title) => ({ title, authorId, summary: '' }))
    const ids = await db.insert(books).values(values).returning({ id: books.id })
    await db.delete(books).where(inArray(books.id, [moved, ids[1]?.id ?? 0]))
    return [ids[0]?.id, ids[2]?.id]
  })
  const eventsAfter = async (lastEventId = '') => {
    const where = (by: Record<string, unknown>) => by.authorId === authorId
    return Array.fromAsync(bookChanges.follow(database, { lastEventId, where, signal: AbortSignal.abort() }))
  }
  // On PostgreSQL, other tests have transactions open on the same server.
  await expect.poll(async () => (await eventsAfter(start)).length).toBeGreaterThan(1)
  const all = await eventsAfter(start)
  for (let received = 0; received <= all.length; received++) {
    const before = all.slice(0, received)
    const events = [...before, ...(await eventsAfter(before.at(-1)?.[0] ?? start))]
    const state = new Set([moved])
    for (const [, data] of events) {
      if (data.kind === 'changed') for (const { id } of data.rows) state.add(id)
      if (data.kind === 'deleted') for (const id of data.ids) state.delete(id)
    }
    expect([...state]).toEqual(added)
  }
})

test('a position that the journal does not have is answered with reset, and the stream goes on', async () => {
  const subscriber = await subscribe(authorId, '0-999999-1')
  expect(await subscriber.next()).toEqual({ kind: 'reset' })
  await addBook('After')
  expect(await subscriber.next()).toMatchObject({ rows: [{ title: 'After' }] })
  subscriber.end()
})

test('a reset has the newest position of the journal, also on a server that is behind it', async () => {
  const positions = ['0-1-1', '0-9-1']
  const position = async () => positions.shift() ?? expect.fail()
  const real = database.store.journal ?? expect.fail()
  const journal = { ...real, position, read: async () => undefined, watch: () => () => {} }
  const store = { read: database.store.read, journal }
  const { value } = await bookChanges.follow({ store }, { lastEventId: '0-5-1' }).next()
  expect(value?.slice(0, 2)).toEqual(['0-9-1', { kind: 'reset' }])
})

test('without waiting, a caller gets what is there', async () => {
  const start = (await subscribe(authorId)).position()
  await addBook('One')
  const other = openStore({ url: database.url })
  await addBook('Two', authorId, other)
  await other.close()
  const titles: string[] = []
  let lastEventId = start
  // On PostgreSQL, other tests have transactions open on the same server.
  const poll = async () => {
    for await (const [id, data] of bookChanges.follow(database, { lastEventId, signal: AbortSignal.abort() })) {
      lastEventId = id
      if (data.kind === 'changed') titles.push(...data.rows.map(({ title }) => title))
    }
    return titles
  }
  await expect.poll(poll).toEqual(['One', 'Two'])
})

test('rows with a UUID: a subscriber gets them and the ids of those that are gone', async () => {
  const Booking = z.object({ id: uuid, requestedOn: day.nullable() })
  const changes = changesOf({
    table: 'bookings',
    row: Booking,
    view: ({ db, tables: { bookings } }: Connection, ids) =>
      db.select().from(bookings).where(inArray(bookings.id, ids)),
  })
  const ending = new AbortController()
  const events = changes.follow(database, { signal: ending.signal })
  const next = async () => (await events.next()).value?.[1]
  expect(await next()).toEqual({ kind: 'changed', rows: [] })
  const { write } = database.store
  const [row] = await write(({ db, tables }) =>
    db.insert(tables.bookings).values({ requestedOn: '2026-03-01' }).returning(),
  )
  const id = row?.id ?? ''
  expect(await next()).toEqual({ kind: 'changed', rows: [{ id, requestedOn: '2026-03-01' }] })
  await write(({ db, tables }) => db.delete(tables.bookings).where(eq(tables.bookings.id, id)))
  expect(await next()).toEqual({ kind: 'deleted', ids: [id] })
  ending.abort()
})
