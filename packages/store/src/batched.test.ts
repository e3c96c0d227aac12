import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { type Connection, createTestStore, openStore, type Store } from '../test/library/index.ts'
import { batched } from './batched.ts'

const dialect = inject('dialect')
let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let books: number[]
let readers: number[]
beforeAll(async () => {
  database = await createTestStore(inject('templates'), dialect)
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
const batches: Loan[][] = []
const insertLoans = ({ db, tables }: Connection, rows: Loan[]) =>
  db.insert(tables.loans).values(rows).onConflictDoNothing()

const lend = batched({
  one: async (connection: Connection, loan: Loan) => {
    await insertLoans(connection, [loan])
    return loan.bookId
  },
  many: async (connection, loans) => {
    batches.push(loans)
    await insertLoans(connection, loans)
    return loans.map(({ bookId }) => bookId)
  },
  order: ['bookId', 'readerId'],
})
const writeLoan = (loan: Loan, on = store) => on.write(async (connection) => lend(connection, loan), { batch: 'lend' })
const loanCount = async (bookId: number) => {
  const { db, tables } = store.read
  return (await db.select().from(tables.books).where(eq(tables.books.id, bookId)))[0]?.loanCount
}
const allLoans = () => store.read.db.$count(store.read.tables.loans)

describe('writes with the same name that wait at the same time', () => {
  test('each get their own result, and a row that all count in counts all', async () => {
    batches.length = 0
    const loans = readers.map((readerId, n) => ({ bookId: books[n % 2] ?? 0, readerId }))
    expect(await Promise.all(loans.map((loan) => writeLoan(loan)))).toEqual(loans.map(({ bookId }) => bookId))
    expect(await Promise.all(books.map(loanCount))).toEqual([15, 15, 0])
    const inOrder = loans.toSorted((a, b) => a.bookId - b.bookId || a.readerId - b.readerId)
    expect(batches).toEqual(dialect === 'postgres' ? [inOrder] : [])
  })

  test('succeed although one of them is refused', async () => {
    const loans = readers.map((readerId, n) => ({ bookId: n === 7 ? 999_999 : (books[2] ?? 0), readerId }))
    const outcomes = await Promise.allSettled(loans.map((loan) => writeLoan(loan)))
    expect(outcomes.map(({ status }) => status)).toEqual(loans.map((_, n) => (n === 7 ? 'rejected' : 'fulfilled')))
    const [refused] = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(store.violation(refused?.reason)).toMatchObject({ missing: { table: 'books', key: ['999999'] } })
    expect(await loanCount(books[2] ?? 0)).toBe(readers.length - 1)
  })

  test('leave nothing of one that fails after its statement', async () => {
    const before = await allLoans()
    const bookId = books[2] ?? 0
    const attempts = [0, 1, 2].map((n) =>
      store.write(
        async (connection) => {
          await lend(connection, { bookId, readerId: readers[7] ?? 0 })
          if (n !== 1) throw new Error(`failed ${n}`)
        },
        { batch: 'lend' },
      ),
    )
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
    expect(await allLoans()).toBe(before + 1)
  })

  test('are done as a whole or not at all, whichever statement fails, and a server does them again', async () => {
    let left = Number.POSITIVE_INFINITY
    const onStatement = () => {
      if (left-- === 0) throw new Error('made to fail')
    }
    const failing = openStore({ url: database.url, onStatement })
    onTestFinished(() => failing.close())
    const bookId = books[1] ?? 0
    const loans = readers.slice(0, 5).map((readerId) => ({ bookId, readerId }))
    let failures = 0
    for (let hasFailed = true; hasFailed; failures++) {
      await store.write(({ db, tables }) => db.delete(tables.loans))
      left = failures
      const outcomes = await Promise.allSettled(loans.map((loan) => writeLoan(loan, failing)))
      hasFailed = left < 0
      left = Number.POSITIVE_INFINITY
      const done = loans.filter((_, n) => outcomes[n]?.status === 'fulfilled')
      expect(done).toHaveLength(hasFailed && dialect === 'sqlite' ? loans.length - 1 : loans.length)
      const { db, tables } = store.read
      const { bookId: book, readerId } = tables.loans
      expect(await db.select({ bookId: book, readerId }).from(tables.loans).orderBy(readerId)).toEqual(done)
      expect(await loanCount(bookId)).toBe(done.length)
    }
    expect(failures).toBeGreaterThan(1)
  })
})
