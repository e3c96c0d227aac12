import { createTestStore } from '@trellis/identity/testing/library'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { afterAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { readEnv } from '../src/env.ts'
import { createHost } from '../src/host.ts'
import { library } from './library/domain.ts'
import type { LibraryRouter } from './library/router.ts'

const SECRET = 'a-secret-of-the-tests-long-enough-to-be-one'
const { url: DATABASE_URL, store, remove } = await createTestStore(inject('templates'), inject('dialect'))
const variables = { DATABASE_URL, NODE_ENV: 'test', AUTH_SECRET: SECRET, SERVICE_KEYS: `staff:${SECRET}` }
const app = await createHost(
  library,
  store,
  readEnv({ ...variables, LOG_LEVEL: 'fatal', RATE_LIMIT: '1000' }, 'lending'),
)
const url = await app.listen({ port: 0, host: '127.0.0.1' })
afterAll(async () => {
  await app.close()
  await remove()
})

const clientOf = (token?: string) =>
  createTRPCClient<LibraryRouter>({
    links: [httpBatchLink({ url: `${url}/trpc`, headers: token ? { authorization: `Bearer ${token}` } : {} })],
  })
const staff = clientOf(SECRET)

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

async function signUp(username: string): Promise<string> {
  const body = { username, email: `${username}@example.com`, password: 'correct horse' }
  const response = await post('/api/auth/sign-up/email', body)
  expect(response.status).toBe(200)
  const { token }: { token: string } = JSON.parse(await response.text())
  return token
}

test('a reader signs up and borrows a book over tRPC, another one over REST', async () => {
  const first = await staff.books.create.mutate({ title: 'Notes on the Engine' })
  const second = await staff.books.create.mutate({ title: 'Sketches' })
  await expect(clientOf().loans.create.mutate({ bookId: first.id })).rejects.toMatchObject({
    data: { reason: 'NOT_SIGNED_IN' },
  })

  const ada = await signUp('ada')
  const loan = await clientOf(ada).loans.create.mutate({ bookId: first.id })
  expect(loan).toMatchObject({ bookId: first.id })
  await expect(clientOf(ada).loans.create.mutate({ bookId: first.id })).rejects.toMatchObject({
    data: { reason: 'LENT' },
  })

  const bob = { authorization: `Bearer ${await signUp('bob')}` }
  expect((await post('/api/loans', { bookId: second.id })).status).toBe(401)
  const answer = await post('/api/loans', { bookId: second.id }, bob)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ bookId: second.id })
  expect((await fetch(`${url}/api/loans/${loan.id}`, { method: 'DELETE', headers: bob })).status).toBe(403)

  const { db, tables } = store.read
  expect(await db.select({ name: tables.users.username, loans: tables.users.loanCount }).from(tables.users)).toEqual([
    { name: 'ada', loans: 1 },
    { name: 'bob', loans: 1 },
  ])
})

test('reserves the name of the domain, and records sign-ups', async () => {
  const body = { username: 'Lending', email: 'lending@example.com', password: 'correct horse' }
  expect((await post('/api/auth/sign-up/email', body)).status).toBe(400)
  const events = await store.read.db.select().from(store.read.tables.auditEvents)
  expect(events.map(({ procedure }) => procedure)).toContain('auth.sign-up')
})

test('has an OpenAPI document, a reference, health and the costs of its procedures', async () => {
  const document: unknown = await (await fetch(`${url}/api/openapi.json`)).json()
  expect(document).toMatchObject({ info: { title: 'The Library' }, paths: { '/loans': { post: {} } } })
  expect((await fetch(`${url}/docs`)).status).toBe(200)
  expect((await fetch(`${url}/health/ready`)).status).toBe(200)
  expect(await (await fetch(url)).json()).toMatchObject({ name: 'The Library' })
})

test('a domain has settings of its own, which its pages get', async () => {
  const own = { OPENING_HOUR: z.coerce.number().int().max(23).default(9) }
  expect(() => readEnv({ ...variables, OPENING_HOUR: '25' }, 'lending', own)).toThrow('OPENING_HOUR Too big')
  expect(readEnv({ DATABASE_URL: '', AUTH_SECRET: SECRET }, 'lending', own)).toMatchObject({
    DATABASE_URL: 'file:./data/lending.db',
    OPENING_HOUR: 9,
  })
  const env = readEnv({ ...variables, LOG_LEVEL: 'fatal', OPENING_HOUR: '8' }, 'lending', own)
  const open = await createHost(library, store, env, {
    pages: async (host, _store, options) => {
      host.get('/', (_, reply) => reply.send(`Open from ${options.env.OPENING_HOUR}`))
    },
  })
  expect((await open.inject('/')).body).toBe('Open from 8')
  await open.close()
})
