import { createTestStore, openStore } from '@trellis/identity/testing/library'
import { rowOrThrow } from '@trellis/rpc'
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

const newWebhook = async () =>
  (await api.service.webhooks.create({ url: 'https://hook.example/', tables: ['loans'] })).id
async function newDelivery(webhookId: number) {
  const of = { webhookId, messageId: crypto.randomUUID(), rowKey: 'loans 1', type: 'loans.created', payload: '{}' }
  const values = { ...of, dueAt: 0, expiresAt: 0, createdAt: '2026-01-01T00:00:00.000Z' }
  const [delivery] = await api.store.write(({ db, tables }) =>
    db.insert(tables.webhookDeliveries).values(values).returning(),
  )
  return rowOrThrow(delivery).id
}

type Calls = ReturnType<typeof createCaller>
const cases: AccessCase<World<Calls, { id: number; username: string }, unknown>>[] = [
  {
    procedure: 'webhooks.create',
    access: 'admin',
    input: async () => ({ url: 'https://hook.example/', tables: ['loans'] }),
  },
  { procedure: 'webhooks.list', access: 'admin', input: async () => ({}) },
  { procedure: 'webhooks.delete', access: 'admin', input: async () => ({ id: await newWebhook() }) },
  { procedure: 'webhooks.deliveries', access: 'admin', input: async () => ({ id: await newWebhook() }) },
  { procedure: 'webhooks.retry', access: 'admin', input: async () => ({ id: await newDelivery(await newWebhook()) }) },
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
const [webhookId, busyWebhookId] = [await newWebhook(), await newWebhook()]
for (const id of [webhookId, busyWebhookId, busyWebhookId]) await newDelivery(id)
const inputOf = (q: string, webhook: number) => (path: string) =>
  path === 'books.search' ? { q } : path === 'webhooks.deliveries' ? { id: webhook } : { id: bookId }
testStatementCounts(api, procedures, inputOf('Ulysses', webhookId), inputOf('Middlemarch', busyWebhookId))

test('the tests of a noun cause every reason that its procedures declare', async () => {
  expect(api.unseenReasons('loans.create')).toEqual(['loans.create LENT', 'loans.create BOOK_NOT_FOUND'])
  const reader = api.as(await newUser(), 'user')
  await reader.loans.create({ bookId })
  expect(await refusalOf(reader.loans.create({ bookId }))).toMatchObject({ reason: 'LENT' })
  expect(await refusalOf(reader.loans.create({ bookId: 999 }))).toMatchObject({ reason: 'BOOK_NOT_FOUND' })
  expect(api.unseenReasons('loans.create')).toEqual([])
})
