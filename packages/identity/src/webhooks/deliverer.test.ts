import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { rowOrThrow } from '@trellis/rpc'
import { asc, eq } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createTestStore } from '../../test/library/index.ts'
import { type Reaction, type Received, receiver } from '../../test/receiver.ts'
import { WebhookDeliverer } from './deliverer.ts'
import { trimDeliveries } from './housekeeping.ts'
import { LEASE } from './leases.ts'
import { encryptSecret } from './secrets.ts'
import { createWebhook, deleteWebhook, listDeliveries, retryDelivery, startingPosition } from './webhooks.ts'

const SECRET = 'the-secret-of-a-server-of-the-tests'
const log = { error: () => {} }

/** A database of one test, with readers and a clock that the test sets. */
async function world() {
  const { store, url, remove } = await createTestStore(inject('templates'), inject('dialect'))
  let now = Date.now()
  const servers: WebhookDeliverer[] = []
  onTestFinished(async () => {
    await Promise.all(servers.map((server) => server.close()))
    await remove()
  })
  let readers = 0
  const newReader = async () => {
    const name = `reader${++readers}`
    const values = { username: name, usernameKey: name, email: `${name}@example.com` }
    const [row] = await store.write(({ db, tables: { users } }) => db.insert(users).values(values).returning())
    return rowOrThrow(row)
  }
  return {
    store,
    url,
    newReader,
    rename: (id: number, username: string) =>
      store.write(({ db, tables: { users } }) => db.update(users).set({ username }).where(eq(users.id, id))),
    /** Registers a webhook for the changes of users from now on. */
    hook: async (to: string, kinds: ('created' | 'updated' | 'deleted')[] = ['created', 'updated', 'deleted']) => {
      const position = await startingPosition(store)
      const encrypt = (secret: string) => encryptSecret(secret, SECRET)
      const created = await store.write((connection) =>
        createWebhook(connection, { url: to, tables: ['users'], kinds }, { position, encrypt }),
      )
      return rowOrThrow(created)
    },
    server: (secret = SECRET) => {
      const server = new WebhookDeliverer(store, { secret, allowPrivate: true, log, now: () => now })
      servers.push(server)
      return server
    },
    pass: (ms: number) => {
      now += ms
    },
    deliveries: (webhookId: number) => listDeliveries(store.read, { webhookId, limit: 100 }),
  }
}

/** The changes that were received, as text: `created 1`. */
const kindsOf = (messages: Received[]) => messages.map(({ data }) => `${data.kind} ${Object(data.key).id}`)

test('sends each change of the kinds that are asked for, once, with the columns by which clients choose', async () => {
  const { hook, server, newReader, rename } = await world()
  const { url, received } = await receiver()
  const { id, secret } = await hook(url, ['updated', 'created'])
  const deliverer = server()
  const reader = await newReader()
  await deliverer.poll()
  await rename(reader.id, 'Ada')
  await expect.poll(() => kindsOf(received)).toEqual([`created ${reader.id}`, `updated ${reader.id}`])
  const [, message] = received
  expect(new Webhook(secret).verify(message?.body ?? '', message?.headers ?? {})).toEqual({
    type: 'users.updated',
    timestamp: expect.stringMatching(/Z$/),
    data: {
      ...{ position: expect.any(String), table: 'users', kind: 'updated', key: { id: reader.id } },
      by: { username: 'Ada', role: 'user' },
    },
  })
  expect(message?.id).toBe(`msg_${id}_${message?.data.position}`)
})

test('the changes of a row are in order, also when one fails, and do not wait for other rows', async () => {
  const { hook, server, newReader, rename, pass, deliveries } = await world()
  let broken: number | undefined
  const react: Reaction = ({ data }) => (Object(data.key).id === broken ? 500 : 200)
  const { url, received, seen } = await receiver(react)
  const { id } = await hook(url)
  const [first, second] = [await newReader(), await newReader()]
  broken = first.id
  for (const name of ['A', 'B', 'C']) {
    await rename(first.id, `${name}${name}`)
    await rename(second.id, name)
  }
  const deliverer = server()
  await deliverer.poll()
  const all = (row: number) => [`created ${row}`, ...Array.from({ length: 3 }, () => `updated ${row}`)]
  await expect.poll(() => kindsOf(received)).toEqual(all(second.id))
  await expect.poll(async () => (await deliveries(id)).at(-1)).toMatchObject({ attempts: 1, error: 'HTTP 500' })
  expect(seen.filter(({ data }) => Object(data.key).id === first.id)).toHaveLength(1)
  broken = undefined
  pass(5_000)
  await deliverer.poll()
  await expect.poll(() => kindsOf(received)).toEqual([...all(second.id), ...all(first.id)])
  const names = received.flatMap(({ data }) => (Object(data.key).id === first.id ? [Object(data.by).username] : []))
  expect(names).toEqual(['reader1', 'AA', 'BB', 'CC'])
})

test('a delivery is tried for a day with longer and longer waits, and again when an admin asks', async () => {
  const { store, hook, server, newReader, pass, deliveries } = await world()
  let status = 503
  const { url, seen } = await receiver(() => status)
  const { id } = await hook(url)
  await newReader()
  const deliverer = server()
  await deliverer.poll()
  const waits: number[] = []
  for (;;) {
    await expect.poll(async () => (await deliveries(id))[0]?.attempts).toBe(waits.length + 1)
    const [delivery] = await deliveries(id)
    if (delivery?.status === 'failed') break
    const previous = waits.reduce((sum, wait) => sum + wait, 0)
    const at = Date.parse(delivery?.nextAttemptAt ?? '') - Date.parse(delivery?.createdAt ?? '') - previous
    waits.push(at)
    pass(at)
    await deliverer.poll()
  }
  expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000])
  expect(Math.max(...waits)).toBe(2 * 60 * 60_000)
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(20 * 60 * 60_000)
  const [failed] = await deliveries(id)
  expect(failed).toMatchObject({ status: 'failed', error: 'HTTP 503', nextAttemptAt: null })
  status = 200
  for (let times = 1; times <= 2; times++) {
    expect(await store.write((connection) => retryDelivery(connection, failed?.id ?? 0))).toBe(true)
    await deliverer.poll()
    await expect
      .poll(async () => (await deliveries(id))[0])
      .toMatchObject({ status: 'delivered', attempts: 1, error: null })
  }
  expect(seen).toHaveLength(waits.length + 3)
  expect(new Set(seen.map((message) => message.id)).size).toBe(1)
})

test('a server that is killed after a delivery and before it is stored: another delivers it again, with the same id', async () => {
  const { url: database, hook, server, newReader, pass } = await world()
  const main = fileURLToPath(new URL('../../test/webhook-server.ts', import.meta.url))
  const env = { ...process.env, DATABASE_URL: database, AUTH_SECRET: SECRET }
  const child = spawn(process.execPath, [main], { env, stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  const { url, seen, received } = await receiver(() => {
    if (child.exitCode !== null || child.signalCode !== null) return 200
    child.kill('SIGKILL')
    return undefined
  })
  await hook(url)
  const { id } = await newReader()
  await exited
  const other = server()
  await other.poll()
  expect(received).toEqual([])
  pass(2 * LEASE)
  await other.poll()
  await expect.poll(() => kindsOf(received)).toEqual([`created ${id}`])
  expect(seen.map((message) => message.id)).toEqual([received[0]?.id, received[0]?.id])
})

test('one server delivers at a time; another takes over when it stops', async () => {
  const { hook, server, newReader } = await world()
  const { url, seen } = await receiver()
  await hook(url)
  const [one, other] = [server(), server()]
  for (let n = 0; n < 3; n++) {
    await Promise.all([one.poll(), other.poll()])
    await newReader()
  }
  await expect.poll(() => seen.length).toBe(3)
  await Promise.all([one.close(), other.poll()])
  await newReader()
  await other.poll()
  await expect.poll(() => seen.length).toBe(4)
  expect(new Set(seen.map(({ id }) => id)).size).toBe(4)
})

test('a receiver that does not answer delays no other one', async () => {
  const { hook, server, newReader } = await world()
  const [silent, prompt] = [await receiver(() => undefined), await receiver()]
  await hook(silent.url)
  await hook(prompt.url)
  await server().poll()
  for (let n = 0; n < 20; n++) await newReader()
  await expect.poll(() => prompt.received.length).toBe(20)
  expect([silent.received, silent.seen.length <= 8]).toEqual([[], true])
  silent.close()
})

test('a webhook that is behind the journal gets reset, and the changes after it', async () => {
  const { store, hook, server, newReader } = await world()
  const { url, received } = await receiver()
  const position = await startingPosition(store)
  await hook(url)
  for (let n = 0; n < 3; n++) await newReader()
  // Not at once: on PostgreSQL, other tests have transactions open on the same server.
  await expect
    .poll(async () => {
      await store.journal?.trim({ age: 0, rows: 1 })
      return store.journal?.read(position, 1)
    })
    .toBeUndefined()
  await server().poll()
  await expect.poll(() => received.map(({ type }) => type)).toContain('reset')
  const { id } = await newReader()
  await expect.poll(() => kindsOf(received)).toContain(`created ${id}`)
})

test('a webhook has at most some 1,000 pending deliveries: more changes wait in the journal', async () => {
  const { store, hook, server } = await world()
  const { url } = await receiver(() => 500)
  const { id } = await hook(url)
  const { users, webhookDeliveries } = store.read.tables
  const names = Array.from({ length: 2_100 }, (_, n) => `many${n}`)
  await store.write(async ({ db }) => {
    for (let n = 0; n < names.length; n += 500) {
      const some = names.slice(n, n + 500)
      await db
        .insert(users)
        .values(some.map((name) => ({ username: name, usernameKey: name, email: `${name}@x.example` })))
    }
  })
  await server().poll()
  const pending = () =>
    store.read.db
      .select()
      .from(webhookDeliveries)
      .where(eq(webhookDeliveries.webhookId, id))
      .orderBy(asc(webhookDeliveries.id))
  let total = 0
  for (; total < 2_100; ) {
    await expect.poll(async () => (await pending()).length).toBeGreaterThan(0)
    const some = await pending()
    expect(some.length).toBeLessThan(1_500)
    total += some.length
    const gone = new Set(some.map((one) => one.id))
    await store.write(async ({ db }) => {
      for (const one of gone) await db.delete(webhookDeliveries).where(eq(webhookDeliveries.id, one))
    })
  }
  expect(total).toBe(2_100)
})

test('a deleted webhook gets nothing more; one whose secret cannot be decrypted says so', async () => {
  const { store, hook, server, newReader, deliveries } = await world()
  const [gone, closed] = [await receiver(), await receiver()]
  const deleted = await hook(gone.url)
  const { id } = await hook(closed.url)
  const deliverer = server('another secret, after it was changed')
  await deliverer.poll()
  await store.write((connection) => deleteWebhook(connection, deleted.id))
  await newReader()
  await expect
    .poll(async () => (await deliveries(id))[0]?.error)
    .toBe('AUTH_SECRET has changed since this webhook was created: delete it, and create it again')
  expect([gone.seen, closed.seen]).toEqual([[], []])
  expect(await store.write((connection) => deleteWebhook(connection, deleted.id))).toBe(false)
})

test('finished deliveries are deleted after a week, and the oldest of many', async () => {
  const { store, hook, server, newReader, deliveries } = await world()
  const { url, received } = await receiver()
  const { id } = await hook(url)
  await server().poll()
  for (let n = 0; n < 5; n++) await newReader()
  await expect.poll(() => received.length).toBe(5)
  await expect.poll(async () => (await deliveries(id)).filter(({ status }) => status === 'delivered').length).toBe(5)
  const [newest, next] = await deliveries(id)
  await trimDeliveries(store, Date.now(), 2)
  expect((await deliveries(id)).map((one) => one.id)).toEqual([newest?.id, next?.id])
  await store.write((connection) => retryDelivery(connection, 0))
  await trimDeliveries(store, Date.now() + 8 * 24 * 60 * 60_000)
  expect(await deliveries(id)).toEqual([])
})
