import { createTestStore, openStore } from '@trellis/identity/testing/library'
import { procedures as proceduresOf } from '@trellis/rpc/reference'
import { callAt, outcomes, refusalOf, setupApi } from '@trellis/rpc/testing'
import { expect, test } from 'vitest'
import { createCaller, libraryRouter } from './library/router.ts'

const procedures = proceduresOf(libraryRouter)
const api = await setupApi({ createTestStore, openStore, createCaller, procedures })
const { id: bookId } = await api.service.books.create({ title: 'Dune' })
const [ada] = await api.store.write(({ db, tables: { users } }) =>
  db.insert(users).values({ username: 'ada', usernameKey: 'ada', email: 'ada@example.com' }).returning(),
)
if (!ada) throw new Error('There is no reader')
const reader = api.as(ada, 'user')

test('each procedure refuses those callers that its access excludes', async () => {
  const refused = { UNAUTHORIZED: 'NOT_SIGNED_IN', FORBIDDEN: 'NOT_ALLOWED' }
  const excluded = { anyone: api.anyone, another: reader } as const
  for (const { path, access } of procedures.filter(({ path }) => path !== 'loans.delete')) {
    for (const [column, caller] of Object.entries(excluded)) {
      const outcome = outcomes[access][column === 'anyone' ? 'anyone' : 'another']
      // The reader may write rows of their own.
      if (outcome === 'OK' || (access === 'self' && column === 'another')) continue
      const { reason } = await refusalOf(callAt(caller, path, { title: 'x', bookId }))
      expect([path, column, reason]).toEqual([path, column, refused[outcome]])
    }
  }
})

test('a query has as many statements for many rows as for one', async () => {
  const statementsOf = async () => {
    api.statements.length = 0
    await api.anyone.books.search({})
    return api.statements.length
  }
  const before = await statementsOf()
  for (const title of ['Emma', 'Ulysses']) await api.service.books.create({ title })
  expect(await statementsOf()).toBe(before)
  expect(before).toBe(1)
})

test('the tests of a noun cause every reason that its procedures declare', async () => {
  expect(api.unseenReasons('loans.create')).toEqual(['loans.create LENT', 'loans.create BOOK_NOT_FOUND'])
  await reader.loans.create({ bookId })
  expect(await refusalOf(reader.loans.create({ bookId }))).toMatchObject({ reason: 'LENT' })
  expect(await refusalOf(reader.loans.create({ bookId: 999 }))).toMatchObject({ reason: 'BOOK_NOT_FOUND' })
  expect(api.unseenReasons('loans.create')).toEqual([])
})
