import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Connection, createTestStore, MAX_NOTE_DEPTH, type Store } from '../../test/library/index.ts'
import { miscounted } from '../../test/library/recount.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())

/** Ids of the table's rows, from the nth on, going round. */
async function pick({ db }: Connection, table: string, n: number): Promise<number[]> {
  const rows = await db
    .select({ id: sql<number>`id`.mapWith(Number) })
    .from(sql.raw(table))
    .orderBy(sql`id`)
  const ids = rows.map((row) => row.id)
  const from = n % Math.max(ids.length, 1)
  return [...ids.slice(from), ...ids.slice(0, from)]
}

let names = 0
const name = () => `name-${names++}`
const book = { title: 'A', summary: 'A' }

/** What may happen to the rows that are counted. `a` and `b` pick those it happens to. */
const steps: Record<string, (on: Connection, a: number, b: number) => Promise<unknown>> = {
  'add authors': async ({ db, tables }, a) => {
    const rows = Array.from({ length: 1 + (a % 3) }, () => ({ name: name() }))
    await db.insert(tables.authors).values(rows)
  },
  'add readers': async ({ db, tables }) => db.insert(tables.readers).values([{ name: name() }, { name: name() }]),
  'add a shelf, perhaps in another': async (on, a, b) => {
    const [parentId = null] = b % 3 > 0 ? await pick(on, 'shelves', a) : []
    await on.db.insert(on.tables.shelves).values({ name: name(), parentId })
  },
  'add a subject': async ({ db, tables }) => db.insert(tables.subjects).values({ name: name() }),
  'add books': async (on, a, b) => {
    const authors = (await pick(on, 'authors', a)).slice(0, 2)
    const [shelfId = null] = b % 4 > 0 ? await pick(on, 'shelves', b) : []
    const rows = authors.map((authorId) => ({ ...book, authorId, shelfId }))
    if (rows.length > 0) await on.db.insert(on.tables.books).values([...rows, ...rows])
  },
  'give books a subject': async (on, a, b) => {
    const [subjectId] = await pick(on, 'subjects', a)
    const books = (await pick(on, 'books', b)).slice(0, 3)
    if (!subjectId || books.length === 0) return
    const rows = books.map((bookId) => ({ bookId, subjectId, addedAt: new Date(0).toISOString() }))
    await on.db.insert(on.tables.bookSubjects).values(rows).onConflictDoNothing()
  },
  'write a note about a book': async (on, a, b) => {
    const [readerId] = await pick(on, 'readers', a)
    const [bookId] = await pick(on, 'books', b)
    if (readerId && bookId) await on.db.insert(on.tables.notes).values({ bookId, readerId, body: 'A' })
  },
  'reply twice': async (on, a, b) => {
    const [readerId] = await pick(on, 'readers', a)
    const [parentId] = await pick(on, 'notes', b)
    const { notes } = on.tables
    const [parent] = await on.db
      .select()
      .from(notes)
      .where(eq(notes.id, parentId ?? 0))
    if (!readerId || !parent) return
    const reply = { bookId: parent.bookId, readerId, parentId: parent.id, depth: parent.depth + 1, body: 'A' }
    await on.db.insert(notes).values([reply, reply])
  },
  'lend a book': async (on, a, b) => {
    const [bookId] = await pick(on, 'books', a)
    const rows = (await pick(on, 'readers', b)).slice(0, 2).map((readerId) => ({ bookId: bookId ?? 0, readerId }))
    if (bookId && rows.length > 0) await on.db.insert(on.tables.loans).values(rows).onConflictDoNothing()
  },
  'influence every author': async (on, a) => {
    const [influencerId = 0, ...others] = await pick(on, 'authors', a)
    const rows = others.map((influencedId) => ({ influencerId, influencedId }))
    if (rows.length > 0) await on.db.insert(on.tables.influences).values(rows).onConflictDoNothing()
  },
  'move a book to another author': async (on, a, b) => {
    const [id = 0] = await pick(on, 'books', a)
    const [authorId] = await pick(on, 'authors', b)
    if (authorId) await on.db.update(on.tables.books).set({ authorId }).where(eq(on.tables.books.id, id))
  },
  'move a book to another shelf, or to none': async (on, a, b) => {
    const [id = 0] = await pick(on, 'books', a)
    const [shelfId = null] = b % 3 > 0 ? await pick(on, 'shelves', b) : []
    await on.db.update(on.tables.books).set({ shelfId }).where(eq(on.tables.books.id, id))
  },
  'move a shelf to the top, or into an earlier one': async (on, a, b) => {
    const [id = 0] = await pick(on, 'shelves', a)
    const [into = 0] = await pick(on, 'shelves', b)
    const parentId = into < id ? into : null
    await on.db.update(on.tables.shelves).set({ parentId }).where(eq(on.tables.shelves.id, id))
  },
  'give all books to one author': async (on, a) => {
    const [authorId] = await pick(on, 'authors', a)
    if (authorId) await on.db.update(on.tables.books).set({ authorId })
  },
  'move the books of a subject to another subject': async (on, a, b) => {
    const { bookSubjects } = on.tables
    const [from = 0] = await pick(on, 'subjects', a)
    const [to = 0] = await pick(on, 'subjects', b)
    if (from === to) return
    await on.db.delete(bookSubjects).where(eq(bookSubjects.subjectId, to))
    await on.db.update(bookSubjects).set({ subjectId: to }).where(eq(bookSubjects.subjectId, from))
  },
  'change when books were added': async (on, a, b) => {
    const createdAt = new Date(a * 1000 + b).toISOString()
    await on.db
      .update(on.tables.books)
      .set({ createdAt })
      .where(sql`${on.tables.books.id} % 3 = ${b % 3}`)
  },
  'take back some loans, influences and subjects': async (on, a, b) => {
    const { loans, influences, bookSubjects } = on.tables
    const [reader = 0] = await pick(on, 'readers', a)
    const [author = 0] = await pick(on, 'authors', a)
    await on.db.delete(loans).where(eq(loans.readerId, reader))
    await on.db.delete(influences).where(eq(influences.influencedId, author))
    await on.db.delete(bookSubjects).where(sql`${bookSubjects.bookId} % 3 = ${b % 3}`)
  },
  'leave a deleted note in its place': async (on, a) => {
    const [id = 0] = await pick(on, 'notes', a)
    await on.db.update(on.tables.notes).set({ readerId: null }).where(eq(on.tables.notes.id, id))
  },
  'give a deleted note back to a reader': async (on, a) => {
    const [readerId] = await pick(on, 'readers', a)
    if (readerId) await on.db.update(on.tables.notes).set({ readerId }).where(sql`reader_id is null`)
  },
  'delete an author': (on, a) => deleteSome(on, 'authors', a, 1),
  'delete a reader': (on, a) => deleteSome(on, 'readers', a, 1),
  'delete books': (on, a) => deleteSome(on, 'books', a, 2),
  'delete notes': (on, a) => deleteSome(on, 'notes', a, 2),
  'delete a subject': (on, a) => deleteSome(on, 'subjects', a, 1),
  'delete a shelf without shelves': async ({ db, tables: { shelves } }, a) =>
    db.delete(shelves).where(sql`${shelves.shelfCount} = 0 and ${shelves.id} % 5 = ${a % 5}`),
}

type Deletable = 'authors' | 'readers' | 'books' | 'notes' | 'subjects'
async function deleteSome(on: Connection, table: Deletable, n: number, howMany: number): Promise<void> {
  const ids = (await pick(on, table, n)).slice(0, howMany)
  await on.db.delete(on.tables[table]).where(sql`id in ${[0, ...ids]}`)
}

/** Thrown to leave no rows behind. */
class Enough extends Error {}
const undone = (work: (on: Connection) => Promise<void>) =>
  store
    .write(async (on) => {
      await work(on)
      throw new Enough()
    })
    .catch((error) => {
      if (!(error instanceof Enough)) throw error
    })

const step = fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.nat(30), fc.nat(30))
/** Something to begin with, so that most steps find rows. */
const beginning = [
  'add authors',
  'add authors',
  'add readers',
  'add a shelf, perhaps in another',
  'add a subject',
  'add books',
  'give books a subject',
  'write a note about a book',
]

test('counters and copies equal a recount after any sequence of inserts, updates and deletes', {
  timeout: 300_000,
}, async () => {
  const taken = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30 }), (sequence) =>
      undone(async (on) => {
        for (const first of beginning) await steps[first]?.(on, 2, 1)
        for (const [title, a, b] of sequence) {
          taken.add(title)
          await steps[title]?.(on, a, b)
        }
        expect(await miscounted(on)).toEqual([])
      }),
    ),
    { seed: 42, numRuns: 40 },
  )
  expect(taken.size).toBe(Object.keys(steps).length)
})

test('the recount finds a counter that is wrong', async () => {
  await undone(async (on) => {
    await steps['add authors']?.(on, 0, 0)
    await on.db.update(on.tables.authors).set({ influencedCount: 1 })
    expect(await miscounted(on)).toEqual([{ derived: 'authors.influenced_count', stored: 1, counted: 0 }])
  })
})

test('a thread as deep as threads may go is deleted with its first note', async () => {
  await undone(async (on) => {
    const { books, notes } = on.tables
    await steps['add authors']?.(on, 0, 0)
    await steps['add readers']?.(on, 0, 0)
    const [authorId = 0] = await pick(on, 'authors', 0)
    const [readerId = 0] = await pick(on, 'readers', 0)
    const [{ id: bookId } = { id: 0 }] = await on.db
      .insert(books)
      .values({ ...book, authorId })
      .returning()
    let parentId: number | null = null
    for (let depth = 0; depth <= MAX_NOTE_DEPTH; depth++) {
      await on.db.insert(notes).values({ bookId, readerId, parentId, depth, body: 'A' })
      parentId = (await pick(on, 'notes', depth))[0] ?? null
    }
    expect(await miscounted(on)).toEqual([])
    await on.db.delete(notes).where(eq(notes.depth, 0))
    expect(await on.db.$count(notes)).toBe(0)
    expect(await on.db.select({ noteCount: books.noteCount }).from(books)).toEqual([{ noteCount: 0 }])
  })
})
