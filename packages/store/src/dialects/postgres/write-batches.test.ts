import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { type Connection, createTestStore, openStore, type Store } from '../../../test/library/index.ts'
import { batched } from '../../batched.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let books: number[]
let readers: number[]
beforeAll(async () => {
  database = await createTestStore(inject('templates'), 'postgres')
  store = database.store
  await store.write(async ({ db, tables }) => {
    const [author] = await db.insert(tables.authors).values({ name: 'Ann' }).returning()
    const of = { authorId: author?.id ?? 0, summary: 'S' }
    const titles = ['A', 'B', 'C'].map((title) => ({ title, ...of }))
    books = (await db.insert(tables.books).values(titles).returning()).map(({ id }) => id)
    const names = Array.from({ length: 30 }, (_, n) => ({ name: `reader ${n}` }))
    readers = (await db.insert(tables.readers).values(names).returning()).map(({ id }) => id)
  })
})
afterAll(() => database.remove())

type Loan = { bookId: number; readerId: number }
const insertLoans = ({ db, tables }: Connection, loans: Loan[]) =>
  db.insert(tables.loans).values(loans).onConflictDoNothing()
const lend = batched({
  one: async (connection: Connection, loan: Loan) => {
    await insertLoans(connection, [loan])
  },
  many: async (connection: Connection, loans: Loan[]) => {
    await insertLoans(connection, loans)
    return loans.map(() => undefined)
  },
  order: ['bookId', 'readerId'],
})
const writeLoan = (loan: Loan, on = store) => on.write(async (connection) => lend(connection, loan), { batch: 'lend' })

describe('a locked row', () => {
  test('delays the write that needs it, and no other', async () => {
    const locked = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const [first = 0, second = 0] = books
    const holder = store.write(async ({ db, tables }) => {
      await db.update(tables.books).set({ title: 'held' }).where(eq(tables.books.id, first))
      locked.resolve()
      await release.promise
    })
    await locked.promise
    let isDone = false
    const waiting = writeLoan({ bookId: first, readerId: readers[1] ?? 0 }).then(() => {
      isDone = true
    })
    await Promise.all(readers.map((readerId) => writeLoan({ bookId: second, readerId })))
    expect(isDone).toBe(false)
    release.resolve()
    await Promise.all([holder, waiting])
  })
})

describe('two stores', () => {
  test('that write the same rows in another order do not deadlock', async () => {
    const options = encodeURIComponent('-c deadlock_timeout=10ms')
    const [one, other] = [0, 1].map(() => openStore({ url: `${database.url}?options=${options}` }))
    onTestFinished(async () => {
      await Promise.all([one?.close(), other?.close()])
    })
    const loans = books.flatMap((bookId) => readers.map((readerId) => ({ bookId, readerId })))
    for (let round = 0; round < 10; round++) {
      await store.write(({ db, tables }) => db.delete(tables.loans))
      const ours = loans.map((loan) => writeLoan(loan, one))
      await Promise.all([...ours, ...loans.toReversed().map((loan) => writeLoan(loan, other))])
    }
    const { db, tables } = store.read
    const counts = await db.select({ loanCount: tables.books.loanCount }).from(tables.books)
    expect(counts).toEqual(books.map(() => ({ loanCount: readers.length })))
    const deadlocks = sql<string>`deadlocks`
    const statistics = db.select({ deadlocks }).from(sql`pg_stat_database`).where(sql`datname = current_database()`)
    expect(await statistics).toEqual([{ deadlocks: '0' }])
  })
})
