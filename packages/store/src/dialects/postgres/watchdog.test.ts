import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { createTestDatabase, openStore, type Store } from '../../../test/library/index.ts'
import { startFaultyProxy } from './testing/faulty-proxy.ts'

/** Far above the 5 seconds in which silence is noticed, for a busy machine, and below the limit of a statement. */
const SOON = 20_000
const POOL = 4

let database: Awaited<ReturnType<typeof createTestDatabase>>
let direct: Client
beforeAll(async () => {
  database = await createTestDatabase(inject('templates'), 'postgres')
  direct = new Client({ connectionString: database.url })
  await direct.connect()
})
afterAll(async () => {
  await direct.end()
  await database.remove()
})

const addSubject = (store: Store, name: string) =>
  store.write(({ db, tables }) => db.insert(tables.subjects).values({ name }))
const countSubjects = ({ read: { db, tables } }: Store) => db.$count(tables.subjects)
const sleep = ({ read: { db } }: Store, seconds: number) =>
  db.select({ slept: sql<string>`pg_sleep(${seconds})::text` }).from(sql`(values (1)) as one`)

/** A store behind a proxy, with some connections of both pools open. */
async function behindProxy({ open = POOL } = {}) {
  const proxy = await startFaultyProxy(database.url)
  const store = openStore({ url: proxy.url, poolSize: POOL })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= store.close()
    return closed
  }
  onTestFinished(async () => {
    await close()
    await proxy.close()
  })
  await Promise.all(Array.from({ length: open }, (_, n) => addSubject(store, `warm ${performance.now()} ${n}`)))
  await Promise.all(Array.from({ length: open }, () => sleep(store, 0.1)))
  expect(proxy.connections).toBe(2 * open)
  return { proxy, store, close }
}

/** How each call ended, and after how long. */
async function outcomes(store: Store, calls: Promise<unknown>[]) {
  const start = performance.now()
  const ends = await Promise.all(
    calls.map((call) =>
      call.then(
        () => 'done',
        (error: unknown) => (store.unavailable(error) ? 'unavailable' : String(error)),
      ),
    ),
  )
  return { ends: [...new Set(ends)], ms: performance.now() - start }
}
const eachKind = (store: Store) => [
  addSubject(store, `silent ${performance.now()}`),
  countSubjects(store),
  store.currentLsn(),
  store.check(),
]

describe('a connection that goes silent', () => {
  test('fails its statements soon, and every later call gets a new one', async () => {
    const { proxy, store } = await behindProxy()
    proxy.fault('silent')
    const { ends, ms } = await outcomes(store, eachKind(store))
    expect(ends).toEqual(['unavailable'])
    expect(ms).toBeLessThan(SOON)
    expect((await outcomes(store, eachKind(store))).ends).toEqual(['done'])
  })

  test('is noticed while the whole server is silent, which is used again once it answers', async () => {
    const { proxy, store } = await behindProxy()
    proxy.acceptsOnly = true
    proxy.fault('silent')
    const { ends, ms } = await outcomes(store, eachKind(store))
    expect(ends).toEqual(['unavailable'])
    expect(ms).toBeLessThan(SOON)
    proxy.acceptsOnly = false
    await expect.poll(async () => (await outcomes(store, eachKind(store))).ends, { timeout: SOON }).toEqual(['done'])
  })

  test('does not keep the store from closing', async () => {
    const { proxy, store, close } = await behindProxy()
    proxy.fault('silent')
    const calls = outcomes(store, eachKind(store))
    const start = performance.now()
    await close()
    expect(performance.now() - start).toBeLessThan(SOON)
    await calls
  })
})

test('a statement that takes longer than silence is left to finish, also on a slow connection', async () => {
  const { proxy, store } = await behindProxy()
  const long = sleep(store, 6)
  proxy.fault({ delay: 400 })
  expect((await outcomes(store, [long, sleep(store, 6), ...eachKind(store)])).ends).toEqual(['done'])
})

test('a long statement is left to finish while the server takes no new connections, but answers others', async () => {
  const { proxy, store } = await behindProxy()
  proxy.acceptsOnly = true
  let isSleeping = true
  const long = sleep(store, 6).finally(() => {
    isSleeping = false
  })
  while (isSleeping) {
    await addSubject(store, `beside ${performance.now()}`)
    await pause(100)
  }
  await long
})

test('a transaction between two statements is left alone when another connection is lost', async () => {
  const { proxy, store } = await behindProxy({ open: 1 })
  proxy.fault('silent')
  const lost = addSubject(store, 'lost')
  const held = store.write(async ({ db, tables }) => {
    await db.insert(tables.subjects).values({ name: 'before' })
    await lost.catch(() => {})
    await db.insert(tables.subjects).values({ name: 'after' })
  })
  await expect(lost).rejects.toSatisfy((error) => store.unavailable(error))
  await held
})

test('a connection that is reset in the middle of an answer fails its statement, and the next ones succeed', async () => {
  const { proxy, store } = await behindProxy()
  proxy.fault('reset')
  const { ends } = await outcomes(store, [addSubject(store, 'reset'), countSubjects(store), store.currentLsn()])
  expect(ends).toEqual(['unavailable'])
  await expect.poll(async () => (await outcomes(store, eachKind(store))).ends, { timeout: SOON }).toEqual(['done'])
  const { rows } = await direct.query("SELECT 1 FROM subjects WHERE name = 'reset'")
  expect(rows).toEqual([])
})
