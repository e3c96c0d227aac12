import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestStore, openStore, type Store } from '../../test/library/index.ts'
import { type Change, isBefore, type Journal } from './journal.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let journal: Journal
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
  if (!store.journal) throw new Error('The library has a journal')
  journal = store.journal
})
afterAll(() => database.remove())

/** On PostgreSQL, other tests have transactions open on the same server. Waits until every change can be read. */
const readable = (of = journal) => expect.poll(() => of.heldBack()).toBe(0)
const newest = async () => {
  await readable()
  return journal.position()
}

/** Every change after a position. */
async function changesAfter(position: string, from = journal) {
  await readable(from)
  const read = await from.read(position, 1_000)
  return read?.changes.map(({ position: _, ...change }) => change)
}

const addAuthor = (name: string) =>
  store.write(async ({ db, tables }) => {
    const [author] = await db.insert(tables.authors).values({ name }).returning({ id: tables.authors.id })
    return author?.id ?? 0
  })

const addBook = (title: string, authorId: number) =>
  store.write(async ({ db, tables: { books } }) => {
    const [book] = await db.insert(books).values({ title, authorId, summary: '' }).returning({ id: books.id })
    return book?.id ?? 0
  })

describe('the journal', () => {
  test('has each change with the columns before and after', async () => {
    const [authorId, otherId] = [await addAuthor('Ursula'), await addAuthor('Octavia')]
    const start = await newest()
    const id = await addBook('The Dispossessed', authorId)
    await store.write(({ db, tables: { books } }) =>
      db.update(books).set({ authorId: otherId }).where(eq(books.id, id)),
    )
    await store.write(({ db, tables: { books } }) => db.delete(books).where(eq(books.id, id)))
    expect(await changesAfter(start)).toEqual([
      { table: 'books', kind: 'created', key: { id }, before: null, after: { authorId, shelfId: null } },
      {
        table: 'books',
        kind: 'updated',
        key: { id },
        before: { authorId, shelfId: null },
        after: { authorId: otherId, shelfId: null },
      },
      { table: 'books', kind: 'deleted', key: { id }, before: { authorId: otherId, shelfId: null }, after: null },
    ])
  })

  test('has changes by cascades and by counters', async () => {
    const authorId = await addAuthor('Stanisław')
    const id = await addBook('Solaris', authorId)
    const readerId = await store.write(async ({ db, tables: { readers } }) => {
      const [reader] = await db.insert(readers).values({ name: 'Kris' }).returning({ id: readers.id })
      return reader?.id ?? 0
    })
    const start = await newest()
    await store.write(({ db, tables: { loans } }) => db.insert(loans).values({ bookId: id, readerId }))
    await store.write(({ db, tables: { books } }) => db.delete(books).where(eq(books.id, id)))
    const kinds = (await changesAfter(start))?.map(({ table, kind }) => `${table} ${kind}`)
    expect(kinds?.slice(0, 2).toSorted()).toEqual(['books updated', 'loans created'])
    expect(kinds).toContain('loans deleted')
    expect(kinds).toContain('books deleted')
  })

  test('leaves out updates of other columns than those of `by`, if it is declared so', async () => {
    const readers = async () => (await changesAfter(start))?.filter(({ table }) => table === 'readers')
    const start = await newest()
    const id = await store.write(async ({ db, tables: { readers } }) => {
      const [reader] = await db.insert(readers).values({ name: 'Rheya' }).returning({ id: readers.id })
      return reader?.id ?? 0
    })
    const update = (change: { name?: string; role?: 'librarian' }) =>
      store.write(({ db, tables: { readers } }) => db.update(readers).set(change).where(eq(readers.id, id)))
    await update({ name: 'Hari' })
    await update({ role: 'librarian' })
    expect(await readers()).toMatchObject([
      { kind: 'created', after: { role: 'reader' } },
      { kind: 'updated', key: { id }, before: { role: 'reader' }, after: { role: 'librarian' } },
    ])
  })

  test('has nothing of a transaction that was rolled back', async () => {
    const authorId = await addAuthor('Nobody')
    const start = await newest()
    const failed = store.write(async ({ db, tables: { books } }) => {
      await db.insert(books).values({ title: 'Lost', authorId, summary: '' })
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await changesAfter(start)).toEqual([])
  })

  test('is read in parts, each after the last', async () => {
    const authorId = await addAuthor('Iain')
    const start = await newest()
    for (const title of ['a', 'b', 'c']) await addBook(title, authorId)
    await readable()
    const first = await journal.read(start, 2)
    expect(first).toMatchObject({ more: true, changes: [{}, {}] })
    expect(isBefore(start, first?.position ?? '')).toBe(true)
    const second = await journal.read(first?.position ?? '', 2)
    expect(second).toMatchObject({ more: false, changes: [{}] })
    expect(second?.position).toBe(await newest())
    expect(await journal.read(second?.position ?? '', 2)).toMatchObject({ changes: [], position: second?.position })
  })

  test.each(['', 'x', '0-1', "0-1-1'", '0-999999999-1', `9${'9'.repeat(30)}-1-1`])(
    '%j is no position of it',
    async (position) => {
      expect(await journal.read(position, 10)).toBeUndefined()
    },
  )

  test('a position of another history is none of this one', async () => {
    await addBook('Other', await addAuthor('Other'))
    const other = await createTestStore(inject('templates'), inject('dialect'))
    try {
      const authorId = await other.store.write(async ({ db, tables: { authors } }) => {
        const [author] = await db.insert(authors).values({ name: 'A' }).returning({ id: authors.id })
        return author?.id ?? 0
      })
      await other.store.write(({ db, tables: { books } }) =>
        db.insert(books).values({ title: 'B', authorId, summary: '' }),
      )
      await readable(other.store.journal)
      const position = (await other.store.journal?.position()) ?? ''
      expect(await other.store.journal?.read(position, 10)).toBeDefined()
      expect(await journal.read(position, 10)).toBeUndefined()
    } finally {
      await other.remove()
    }
  })

  test('keeps its newest change, and those that are new and few enough', async () => {
    const authorId = await addAuthor('Old')
    const start = await newest()
    for (let n = 0; n < 20; n++) await addBook(`Old ${n}`, authorId)
    await journal.trim({ age: 60_000, rows: 1_000 })
    expect(await changesAfter(start)).toHaveLength(20)
    await readable()
    await journal.trim({ age: 60_000, rows: 5 })
    expect(await changesAfter(start)).toBeUndefined()
    const position = await newest()
    await journal.trim({ age: -1, rows: 5 })
    expect(await changesAfter(position)).toEqual([])
  })

  test('a watcher is called for commits of this process and of others', async () => {
    let calls = 0
    const stop = journal.watch(() => {
      calls++
    })
    const authorId = await addAuthor('Watched')
    await expect.poll(() => calls).toBeGreaterThan(0)
    const other = openStore({ url: database.url })
    const start = await newest()
    const before = calls
    await other.write(({ db, tables: { books } }) => db.insert(books).values({ title: 'B', authorId, summary: '' }))
    await other.close()
    await expect.poll(() => calls).toBeGreaterThan(before)
    expect(await changesAfter(start)).toHaveLength(1)
    stop()
  })

  test('a reader beside writers whose transactions commit late sees every change once, in an order that repeats their state', async () => {
    const authorIds = await Promise.all(['x', 'y', 'z'].map(addAuthor))
    const start = await newest()
    const other = openStore({ url: database.url })
    const pause = () => new Promise((resume) => setTimeout(resume, Math.random() * 15))
    let writing = true
    const write = async (writer: Store, n: number) => {
      for (let i = 0; i < 12; i++) {
        await writer
          .write(async ({ db, tables: { books } }) => {
            // In the order of ids, because their counters are locked.
            const [authorId = 0, next = 0] = [authorIds[i % 3] ?? 0, authorIds[n % 3] ?? 0].sort((a, b) => a - b)
            const [book] = await db
              .insert(books)
              .values({ title: `${n}-${i}`, authorId, summary: '' })
              .returning()
            if (writer.dialect === 'postgres') await pause()
            await db
              .update(books)
              .set({ authorId: next })
              .where(eq(books.id, book?.id ?? 0))
            if (i % 3 === 0) await db.delete(books).where(eq(books.id, book?.id ?? 0))
            if (i % 5 === 4) throw new Error('rolled back')
          })
          .catch((error) => expect(error).toEqual(new Error('rolled back')))
      }
    }
    const read = async () => {
      const seen: Change[] = []
      for (let position = start; ; ) {
        const last = !writing
        const read = await journal.read(position, 50)
        if (!read) throw new Error('The position is gone')
        seen.push(...read.changes)
        if (last && read.changes.length === 0) return seen
        position = read.position
        if (read.changes.length === 0) await pause()
      }
    }
    const reader = read()
    await Promise.all(Array.from({ length: 8 }, (_, n) => write(n % 2 === 0 ? store : other, n)))
    await readable()
    writing = false
    const changes = await reader
    await other.close()
    expect(new Set(changes.map(({ position }) => position)).size).toBe(changes.length)
    const folded = new Map<unknown, unknown>()
    for (const { table, kind, key, before, after } of changes) {
      if (table !== 'books') continue
      expect(folded.get(key.id)).toEqual(before?.authorId)
      if (kind === 'deleted') folded.delete(key.id)
      else folded.set(key.id, after?.authorId)
    }
    const { books } = store.read.tables
    const rows = await store.read.db
      .select({ id: books.id, authorId: books.authorId })
      .from(books)
      .where(inArray(books.authorId, authorIds))
    expect(folded).toEqual(new Map(rows.map(({ id, authorId }) => [id, authorId])))
    expect(rows).toHaveLength(8 * 7)
  })
})
