import { createKey } from '@trellis/identity/keys'
import { createTestStore, type Store } from '@trellis/identity/testing/library'
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import { eq } from 'drizzle-orm'
import { EventSource } from 'eventsource'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { readEnv } from '../src/env.ts'
import { createHost } from '../src/host.ts'
import { trimRegularly } from '../src/journal.ts'
import { library } from './library/domain.ts'
import type { LibraryRouter } from './library/router.ts'

const SECRET = 'a-secret-of-the-tests-long-enough-to-be-one'
const { url: DATABASE_URL, store, remove } = await createTestStore(inject('templates'), inject('dialect'))
const env = readEnv(
  { DATABASE_URL, NODE_ENV: 'test', AUTH_SECRET: SECRET, SERVICE_KEYS: `staff:${SECRET}`, LOG_LEVEL: 'fatal' },
  'lending',
)

/** A server with its own way to be told to stop. */
async function start(port = 0) {
  const stopping = new AbortController()
  const app = await createHost(library, store, env, { stopping: stopping.signal })
  const url = await app.listen({ port, host: '127.0.0.1' })
  return { app, url, stop: () => stopping.abort() }
}

let server: Awaited<ReturnType<typeof start>>
let readerId = 0
beforeAll(async () => {
  server = await start()
  readerId = await store.write(async ({ db, tables: { users } }) => {
    const [user] = await db.insert(users).values({ username: 'ada', email: 'ada@example.com' }).returning()
    return user?.id ?? 0
  })
})
afterAll(async () => {
  server.stop()
  await server.app.close()
  await remove()
})

const clientOf = (url: string) =>
  createTRPCClient<LibraryRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url: `${url}/trpc`, EventSource }),
        false: httpBatchLink({ url: `${url}/trpc`, headers: { authorization: `Bearer ${SECRET}` } }),
      }),
    ],
  })

const newBook = (title: string) =>
  store.write(async ({ db, tables: { books } }) => {
    const [book] = await db.insert(books).values({ title }).returning()
    return book?.id ?? 0
  })
const lend = (bookId: number) =>
  store.write(async ({ db, tables: { loans } }) => {
    const [loan] = await db.insert(loans).values({ bookId, readerId }).returning()
    return loan?.id ?? 0
  })
const giveBack = (id: number) => store.write(({ db, tables: { loans } }) => db.delete(loans).where(eq(loans.id, id)))

type Received = { id: string; data: unknown }

/** Collects the events of a subscription, and waits until it is open. */
async function watch(url: string, bookId: number, lastEventId?: string) {
  const received: Received[] = []
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const subscription = clientOf(url).loans.changes.subscribe(
    { bookId, lastEventId },
    {
      onData: (event) => {
        received.push(event)
        open()
      },
      onStarted: () => lastEventId && open(),
    },
  )
  await opened
  return { received, end: () => subscription.unsubscribe(), kinds: () => received.map(({ data }) => data) }
}

test('a client of tRPC gets every change, and after an interruption those that it has missed', async () => {
  const bookId = await newBook('Watched')
  const watching = await watch(server.url, bookId)
  const id = await lend(bookId)
  await expect.poll(watching.kinds).toContainEqual({ kind: 'changed', rows: [{ id, bookId, readerId }] })
  watching.end()

  await giveBack(id)
  const again = await watch(server.url, bookId, watching.received.at(-1)?.id)
  await expect.poll(again.kinds).toEqual([{ kind: 'deleted', ids: [id] }])
  again.end()
})

test('a client goes on at the next server when its own stops', async () => {
  const first = await start()
  const { port } = new URL(first.url)
  const bookId = await newBook('Moved')
  const watching = await watch(first.url, bookId)
  first.stop()
  await first.app.close()
  const id = await lend(bookId)
  const second = await start(Number(port))
  await expect.poll(watching.kinds).toContainEqual({ kind: 'changed', rows: [{ id, bookId, readerId }] })
  expect(watching.received.filter(({ data }) => JSON.stringify(data).includes('"changed","rows":[{'))).toHaveLength(1)
  watching.end()
  second.stop()
  await second.app.close()
})

test('over REST, the same comes as text/event-stream, after the last event that the client has', async () => {
  const bookId = await newBook('REST')
  const source = new EventSource(`${server.url}/api/books/${bookId}/loans/changes`)
  const received: Received[] = []
  source.onmessage = ({ lastEventId, data }) => received.push({ id: lastEventId, data: JSON.parse(data) })
  await expect.poll(() => received).toHaveLength(1)
  const id = await lend(bookId)
  await expect
    .poll(() => received.map(({ data }) => data))
    .toContainEqual({
      kind: 'changed',
      rows: [{ id, bookId, readerId }],
    })
  source.close()
  await giveBack(id)
  const response = await fetch(`${server.url}/api/books/${bookId}/loans/changes`, {
    headers: { accept: 'text/event-stream', 'last-event-id': received.at(-1)?.id ?? '' },
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const part = await response.body?.getReader().read()
  expect(new TextDecoder().decode(part?.value)).toContain(`data: {"kind":"deleted","ids":[${id}]}`)
})

/** A stream over REST: all that was received of it so far, and its end. */
async function stream(bookId: number, authorization: string) {
  const url = `${server.url}/api/books/${bookId}/loans/changes`
  const { body, status } = await fetch(url, { headers: { accept: 'text/event-stream', authorization } })
  expect(status).toBe(200)
  let received = ''
  const reading = async () => {
    for await (const part of body ?? []) received += new TextDecoder().decode(part)
  }
  // The connection is closed, not the response ended.
  const ended = reading().catch(() => 'closed')
  await expect.poll(() => received).toContain('"rows":[]')
  return { ended, received: () => received }
}

const session = (token: string, expiresAt = new Date(Date.now() + 3_600_000)) =>
  store.write(async ({ db, tables: { sessions } }) => {
    const now = new Date()
    await db.insert(sessions).values({ token, userId: readerId, expiresAt, createdAt: now, updatedAt: now })
    return `Bearer ${token}`
  })

const endings: [string, () => Promise<string>, (connection: Store['read'], token: string) => Promise<unknown>][] = [
  [
    'the session is deleted',
    () => session('token-of-a-deleted-session'),
    ({ db, tables: { sessions } }, token) => db.delete(sessions).where(eq(sessions.token, token)),
  ],
  [
    'the user has another role',
    () => session('token-of-a-promoted-user'),
    ({ db, tables: { users } }) => db.update(users).set({ role: 'librarian' }).where(eq(users.id, readerId)),
  ],
  [
    'the key is revoked',
    async () => {
      const { key } = await store.write((on) => createKey(on, { name: 'desk', limits: { reads: false } }, 'lending_'))
      return `Bearer ${key}`
    },
    ({ db, tables: { serviceKeys } }) => db.delete(serviceKeys),
  ],
]

test.each(endings)('after %s, a stream has no event more, and its connection is closed', async (_, sign, end) => {
  const [bookId, other] = [await newBook('Ending'), await newBook('Ending, too')]
  const authorization = await sign()
  const streams = [await stream(bookId, authorization), await stream(other, authorization)]
  const before = await lend(bookId)
  await expect.poll(() => streams[0]?.received()).toContain(`"id":${before},`)
  const after = await store.write(async (on) => {
    await end(on, authorization.replace('Bearer ', ''))
    const [loan] = await on.db.insert(on.tables.loans).values({ bookId: other, readerId }).returning()
    return loan?.id
  })
  expect(await Promise.all(streams.map(({ ended }) => ended))).toEqual(['closed', 'closed'])
  expect(streams[1]?.received()).not.toContain(`"id":${after},`)
})

test('a stream ends when the session of its caller does', async () => {
  const { ended } = await stream(await newBook('Expiring'), await session('expires', new Date(Date.now() + 2_000)))
  expect(await ended).toBe('closed')
})

test('the rows of events are read on the primary: a replica may be behind the journal', async () => {
  const replica = () => Promise.reject(new Error('This is read on a replica'))
  const app = await createHost(library, { ...store, replicaAt: replica }, env)
  const bookId = await newBook('Primary')
  const url = `/api/books/${bookId}/loans/changes`
  expect((await app.inject({ url: `/api/books/${bookId}` })).statusCode).toBe(500)
  expect((await app.inject({ url })).json()).toMatchObject({ events: [{ data: { kind: 'changed', rows: [] } }] })
  await app.close()
})

test('the journal is trimmed regularly', async () => {
  const { journal } = store
  const bookId = await newBook('Trimmed')
  const position = (await journal?.position()) ?? ''
  for (let n = 0; n < 3; n++) await giveBack(await lend(bookId))
  const app = Fastify()
  trimRegularly(app, journal, { JOURNAL_HOURS: 1, JOURNAL_ROWS: 2 }, { error: expect.fail }, 5)
  await expect.poll(() => journal?.read(position, 1)).toBeUndefined()
  await app.close()
})

test('over REST, a client can ask for the changes after a position', async () => {
  const Polled = z.object({ events: z.array(z.object({ id: z.string(), data: z.unknown() })), more: z.boolean() })
  const bookId = await newBook('Polled')
  const poll = async (query = '') => {
    const response = await fetch(`${server.url}/api/books/${bookId}/loans/changes${query}`)
    return { status: response.status, ...Polled.parse(await response.json()) }
  }
  const start = await poll()
  expect(start).toMatchObject({ status: 200, events: [{ data: { kind: 'changed', rows: [] } }], more: false })
  const id = await lend(bookId)
  // On PostgreSQL, other tests have transactions open on the same server.
  let next = start
  await expect
    .poll(async () => {
      next = await poll(`?after=${start.events[0]?.id}`)
      return next.events.map(({ data }) => data)
    })
    .toEqual([{ kind: 'changed', rows: [{ id, bookId, readerId }] }])
  expect(await poll(`?after=${next.events[0]?.id}`)).toMatchObject({ events: [] })
  // Later changes may follow.
  expect((await poll('?after=of-another-journal')).events[0]?.data).toEqual({ kind: 'reset' })
})
