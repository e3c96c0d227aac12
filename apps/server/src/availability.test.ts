import { renameSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { openStore } from '@trellis/db'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { testVariables } from '../test/server-process.ts'
import { asService, clientOf, cookieOf, setupDatabase } from '../test/servers.ts'
import { createApp } from './app.ts'
import { readEnv } from './env.ts'

/** A database that can be taken away, and comes back. */
interface Interruptible {
  url: string
  takeAway(): void
  bringBack(): void
}

/** A file that gets another name: it stays open, but nothing may be written to it. */
function fileAt(url: string): Interruptible {
  const path = url.replace(/^file:/, '')
  return {
    url,
    takeAway: () => renameSync(path, `${path}.away`),
    bringBack: () => renameSync(`${path}.away`, path),
  }
}

/** A server behind a proxy that breaks and refuses connections while the server is away. */
async function serverAt(url: string): Promise<Interruptible> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let isAway = false
  const proxy = createServer((socket) => {
    if (isAway) return socket.destroy()
    const upstream = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(from)
      from
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(from)
          to.destroy()
        })
        .pipe(to)
    }
    return socket
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  afterAll(() => void proxy.close())
  const address = proxy.address()
  const port = address && typeof address === 'object' ? String(address.port) : ''
  return {
    url: Object.assign(new URL(url), { port }).href,
    takeAway: () => {
      isAway = true
      for (const socket of sockets) socket.destroy()
    },
    bringBack: () => {
      isAway = false
    },
  }
}

const { url: original } = await setupDatabase()
const database = inject('dialect') === 'sqlite' ? fileAt(original) : await serverAt(original)
const store = openStore({ url: database.url })
const app = await createApp(store, readEnv({ ...testVariables, DATABASE_URL: database.url }))
const url = await app.listen({ port: 0, host: '127.0.0.1' })
afterAll(async () => {
  await app.close()
  await store.close()
})

const post =
  (path: string, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
const account = { username: 'ada', email: 'ada@example.com', password: 'correct horse' }
let session: Record<string, string>
beforeAll(async () => {
  session = { cookie: cookieOf(await post('/api/auth/sign-up/email', account)()) }
})

test('while the database is unavailable, each call fails with 503 UNAVAILABLE and retry-after, and ready tells the reason; later calls succeed', async () => {
  const get = (path: string) => () => fetch(`${url}${path}`, { headers: session })
  const writes = {
    'a mutation': post('/trpc/tags.create', { name: 'away' }, asService),
    'a batch': post('/trpc/tags.create,tags.create?batch=1', { 0: { name: 'a' }, 1: { name: 'b' } }, asService),
    'REST that writes': post('/api/tags', { name: 'away' }, asService),
    'sign-in': post('/api/auth/sign-in/username', account),
    'sign-up': post('/api/auth/sign-up/email', { ...account, username: 'bob', email: 'bob@example.com' }),
    'sign-out': post('/api/auth/sign-out', {}, session),
  }
  // A file that is open can still be read.
  const reads = {
    'a query': get('/trpc/posts.list?input=%7B%7D'),
    'a query that asks who calls': get('/trpc/viewer.current'),
    'REST that reads': get('/api/tags'),
    'the session': get('/api/auth/get-session'),
    'a page': () => fetch(`${url}/posts/1`, { headers: { accept: 'text/html' } }),
  }
  const calls = inject('dialect') === 'sqlite' ? writes : { ...writes, ...reads }

  database.takeAway()
  for (const [name, call] of Object.entries(calls)) {
    const response = await call()
    const body = await response.text()
    expect([name, response.status, response.headers.get('retry-after')]).toEqual([name, 503, '1'])
    // The app says itself that the database is away.
    const expected = name === 'a page' ? '<div id="root"></div>' : '"UNAVAILABLE"'
    expect([name, body]).toEqual([name, expect.stringContaining(expected)])
  }
  const ready = await fetch(`${url}/health/ready`)
  expect(ready.status).toBe(503)
  // Nothing of what the driver says, such as an address.
  const reason = inject('dialect') === 'sqlite' ? 'The database file was deleted' : 'The database cannot be reached'
  expect(await ready.json()).toEqual({ status: 'database unavailable', reason })
  expect((await fetch(`${url}/health/live`)).status).toBe(200)

  database.bringBack()
  await expect.poll(() => fetch(`${url}/health/ready`).then(({ status }) => status)).toBe(200)
  expect(await clientOf(url, asService).tags.create.mutate({ name: 'back' })).toMatchObject({ name: 'back' })
  expect((await calls['sign-in']()).status).toBe(200)
})
