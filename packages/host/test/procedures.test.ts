import { createTestStore, openStore } from '@trellis/identity/testing/library'
import { procedures as proceduresOf } from '@trellis/rpc/reference'
import { type AccessCase, refusalOf, setupApi, testAccess, testStatementCounts, type World } from '@trellis/rpc/testing'
import { expect, test } from 'vitest'
import { createCaller, libraryRouter } from './library/router.ts'

const procedures = proceduresOf(libraryRouter)
const api = await setupApi({ createTestStore, openStore, createCaller, procedures })
const newUser = async () => {
  const name = crypto.randomUUID()
  const [user] = await api.store.write(({ db, tables: { users } }) =>
    db
      .insert(users)
      .values({ username: name, usernameKey: name, email: `${name}@example.com` })
      .returning(),
  )
  if (!user) throw new Error('There is no reader')
  return user
}
const newBook = async (title = 'Dune') => (await api.service.books.create({ title })).id

const cases: AccessCase<World<ReturnType<typeof createCaller>, { id: number; username: string }>>[] = [
  { procedure: 'books.create', access: 'admin', input: async () => ({ title: 'Emma' }) },
  { procedure: 'books.byId', access: 'anyone', input: async () => ({ id: await newBook() }) },
  { procedure: 'books.search', access: 'anyone', input: async () => ({}) },
  { procedure: 'loans.changes', access: 'anyone', input: async () => ({ bookId: await newBook() }) },
  { procedure: 'loans.count', access: 'anyone', input: async () => undefined },
  {
    procedure: 'loans.create',
    access: 'self',
    input: async ({ self }) => ({ bookId: await newBook(), readerId: self.id }),
  },
  {
    procedure: 'loans.delete',
    access: 'self',
    input: async ({ service, self }) => {
      const { id } = await service.loans.create({ bookId: await newBook(), readerId: self.id })
      return { id }
    },
  },
]
testAccess(api, procedures, cases, newUser)

const bookId = await newBook('Ulysses')
for (let n = 0; n < 20; n++) await newBook('Middlemarch')
const inputOf = (q: string) => (path: string) => (path === 'books.search' ? { q } : { id: bookId })
testStatementCounts(api, procedures, inputOf('Ulysses'), inputOf('Middlemarch'))

test('the tests of a noun cause every reason that its procedures declare', async () => {
  expect(api.unseenReasons('loans.create')).toEqual(['loans.create LENT', 'loans.create BOOK_NOT_FOUND'])
  const reader = api.as(await newUser(), 'user')
  await reader.loans.create({ bookId })
  expect(await refusalOf(reader.loans.create({ bookId }))).toMatchObject({ reason: 'LENT' })
  expect(await refusalOf(reader.loans.create({ bookId: 999 }))).toMatchObject({ reason: 'BOOK_NOT_FOUND' })
  expect(api.unseenReasons('loans.create')).toEqual([])
})
