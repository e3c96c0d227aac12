import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createTestStore } from '@trellis/identity/testing/library'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { Webhook } from 'standardwebhooks'
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
  readEnv({ ...variables, LOG_LEVEL: 'fatal', RATE_LIMIT: '1000', WEBHOOK_PRIVATE: 'allow' }, 'lending'),
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

test('an admin registers a webhook, whose secret is shown once and stored nowhere in plain; a reader may not', async () => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = []
  const receiver = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: Buffer.concat(await Array.fromAsync(request)).toString() })
    response.end()
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const address = receiver.address()
  const to = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/loans`
  const [bearer, body] = [{ authorization: `Bearer ${SECRET}` }, { url: to, tables: ['loans'] }]

  const grace = await signUp('grace')
  const refused = await post('/api/webhooks', body, { authorization: `Bearer ${grace}` })
  expect([refused.status, (await post('/api/webhooks', body)).status]).toEqual([403, 401])
  const answer = await post('/api/webhooks', body, { ...bearer, 'idempotency-key': 'once' })
  const created = z.looseObject({ id: z.number(), secret: z.string() }).parse(await answer.json())
  expect(created).toMatchObject({ url: to, kinds: ['created', 'updated', 'deleted'] })
  const { items } = await staff.webhooks.list.query({})
  expect(items).toMatchObject([{ id: created.id, tables: ['loans'], pending: 0, failed: 0 }])
  const { webhooks, idempotencyKeys } = store.read.tables
  const stored = [await store.read.db.select().from(webhooks), await store.read.db.select().from(idempotencyKeys)]
  for (const text of [JSON.stringify(items), JSON.stringify(stored)]) expect(text).not.toContain(created.secret)

  const book = await staff.books.create.mutate({ title: 'Compilers' })
  const loan = await clientOf(grace).loans.create.mutate({ bookId: book.id })
  await expect.poll(() => received.length).toBe(1)
  const [message] = received
  expect(new Webhook(created.secret).verify(message?.body ?? '', Object(message?.headers))).toMatchObject({
    type: 'loans.created',
    data: { key: { id: loan.id }, by: { bookId: book.id, readerId: loan.readerId } },
  })
  const deliveries = async () => (await staff.webhooks.deliveries.query({ id: created.id })).items
  await expect.poll(deliveries).toMatchObject([{ status: 'delivered', attempts: 1 }])
  const [delivery] = await deliveries()
  await staff.webhooks.retry.mutate({ id: delivery?.id ?? 0 })
  await expect
    .poll(() => received.map(({ headers }) => headers['webhook-id']))
    .toEqual([...[delivery?.messageId, delivery?.messageId]])
  await staff.webhooks.delete.mutate({ id: created.id })
  receiver.close()
})

test('a webhook of a private address, of an unknown table or without a row is refused', async () => {
  const env = readEnv({ ...variables, LOG_LEVEL: 'fatal' }, 'lending')
  const strict = await createHost(library, store, env)
  const create = async (payload: object) => {
    const headers = { authorization: `Bearer ${SECRET}` }
    return (await strict.inject({ method: 'POST', url: '/api/webhooks', headers, payload })).json()
  }
  for (const host of ['127.0.0.1', '10.0.0.1', '[::ffff:127.0.0.1]', 'localhost', '169.254.169.254'])
    expect(await create({ url: `http://${host}/`, tables: ['loans'] })).toMatchObject({ reason: 'PRIVATE_ADDRESS' })
  const url = 'https://hook.example/'
  for (const given of [
    { url, tables: ['books'] },
    { url, tables: [] },
    { url, tables: ['loans'], kinds: [] },
    ...['file:///etc/passwd', 'https://a:b@hook.example/', 'hook', ''].map((url) => ({ url, tables: ['loans'] })),
  ])
    expect(await create(given)).toMatchObject({ reason: 'INVALID_INPUT' })
  await strict.close()
  const missing = { data: { reason: 'WEBHOOK_NOT_FOUND' } }
  await expect(staff.webhooks.delete.mutate({ id: 999 })).rejects.toMatchObject(missing)
  await expect(staff.webhooks.deliveries.query({ id: 999 })).rejects.toMatchObject(missing)
  await expect(staff.webhooks.retry.mutate({ id: 999 })).rejects.toMatchObject({
    data: { reason: 'DELIVERY_NOT_FOUND' },
  })
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
