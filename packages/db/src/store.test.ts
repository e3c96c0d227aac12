import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Connection, Store } from './database.ts'
import { openStore } from './database.ts'
import { createTestStore } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())

/** Adds a user and answers its id. */
async function addUser(
  { db, tables }: Connection,
  username: string,
  email = `${username}@example.com`,
): Promise<number> {
  const row = { username, usernameKey: username, email }
  const [user] = await db.insert(tables.users).values(row).returning({ id: tables.users.id })
  if (!user) expect.fail('the insert returned no row')
  return user.id
}

async function usernames({ db, tables }: Connection, like: string): Promise<string[]> {
  const rows = await db
    .select({ username: tables.users.username })
    .from(tables.users)
    .where(sql`${tables.users.username} like ${like}`)
    .orderBy(tables.users.usernameKey)
  return rows.map((row) => row.username)
}

describe('write', () => {
  test('answers what the work returned, and what it wrote can be read at once', async () => {
    const id = await store.write((connection) => addUser(connection, 'answer'))
    expect(id).toBeGreaterThan(0)
    expect(await usernames(store.read, 'answer')).toEqual(['answer'])
  })

  test('leaves nothing when it fails, after whichever step', async () => {
    const steps: ((connection: Connection, id: number) => Promise<unknown>)[] = [
      ({ db, tables }, id) => db.insert(tables.profiles).values({ userId: id, fullName: 'A', fullNameKey: 'a' }),
      ({ db, tables }, id) => db.insert(tables.posts).values({ authorId: id, title: 'A', content: 'A' }),
      ({ db, tables }) => db.insert(tables.tags).values({ name: 'A', nameKey: 'atomic' }),
      ({ db, tables }) => db.update(tables.tags).set({ name: 'B' }),
      ({ db, tables }) => db.delete(tables.tags),
    ]
    for (let failAfter = 0; failAfter <= steps.length; failAfter++) {
      const write = store.write(async (connection) => {
        const id = await addUser(connection, 'atomic')
        for (const step of steps.slice(0, failAfter)) await step(connection, id)
        throw new Error(`after ${failAfter}`)
      })
      await expect(write).rejects.toThrow(`after ${failAfter}`)
      const { db, tables } = store.read
      expect(await usernames(store.read, 'atomic')).toEqual([])
      expect(await Promise.all([db.$count(tables.profiles), db.$count(tables.posts), db.$count(tables.tags)])).toEqual([
        0, 0, 0,
      ])
    }
  })

  test('rejects with the very error that was thrown, also one thrown before the first await', async () => {
    const error = new TypeError('mine')
    await expect(store.write(() => Promise.reject(error))).rejects.toBe(error)
    await expect(
      store.write(() => {
        throw error
      }),
    ).rejects.toBe(error)
  })

  test('200 at once of which half fail leave exactly the others', async () => {
    const writes = Array.from({ length: 200 }, (_, n) =>
      store.write(async (connection) => {
        await addUser(connection, `many-${String(n).padStart(3, '0')}`)
        if (n % 2 === 1) throw new Error('odd')
      }),
    )
    const results = await Promise.allSettled(writes)
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(100)
    const even = Array.from({ length: 100 }, (_, n) => `many-${String(2 * n).padStart(3, '0')}`)
    expect(await usernames(store.read, 'many-%')).toEqual(even)
  })

  test('a reader sees none of it before it is committed', async () => {
    const seen = await store.write(async (connection) => {
      await addUser(connection, 'uncommitted')
      // Inside a write nothing but its connection is to be awaited; a test may look from outside.
      return { inside: await usernames(connection, 'uncommitted'), outside: await usernames(store.read, 'uncommitted') }
    })
    expect(seen).toEqual({ inside: ['uncommitted'], outside: [] })
    expect(await usernames(store.read, 'uncommitted')).toEqual(['uncommitted'])
  })

  test('a write that failed on a constraint does not disturb those beside it', async () => {
    const names = ['beside-1', 'beside-2', 'beside-2', 'beside-3']
    const results = await Promise.allSettled(
      names.map((name) => store.write((connection) => addUser(connection, name))),
    )
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
    expect(await usernames(store.read, 'beside-%')).toEqual(['beside-1', 'beside-2', 'beside-3'])
  })
})

describe('close', () => {
  test('waits for what was asked for before it', async () => {
    const closing = openStore({ url: database.url, poolSize: 2 })
    const writes = Array.from({ length: 20 }, (_, n) =>
      closing.write((connection) => addUser(connection, `closing-${n}`)),
    )
    const reads = Array.from({ length: 20 }, () => usernames(closing.read, 'nobody'))
    await closing.close()
    await expect(Promise.all([...writes, ...reads])).resolves.toHaveLength(40)
    expect(await usernames(store.read, 'closing-%')).toHaveLength(20)
  })

  test('makes later writes fail', async () => {
    const closed = openStore({ url: database.url })
    await closed.close()
    await expect(closed.write((connection) => addUser(connection, 'late'))).rejects.toThrow()
    expect(await usernames(store.read, 'late')).toEqual([])
  })
})
