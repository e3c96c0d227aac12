import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Connection, createTestStore, openStore, type Store } from '../test/library/index.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())

/** Adds an author and returns the id. */
async function addAuthor({ db, tables }: Connection, name: string): Promise<number> {
  const [author] = await db.insert(tables.authors).values({ name }).returning({ id: tables.authors.id })
  if (!author) expect.fail('the insert returned no row')
  return author.id
}

async function names({ db, tables }: Connection, like: string): Promise<string[]> {
  const rows = await db
    .select({ name: tables.authors.name })
    .from(tables.authors)
    .where(sql`${tables.authors.name} like ${like}`)
    .orderBy(tables.authors.nameKey)
  return rows.map((row) => row.name)
}

describe('write', () => {
  test('answers what the work returned, and what it wrote can be read at once', async () => {
    const id = await store.write((connection) => addAuthor(connection, 'answer'))
    expect(id).toBeGreaterThan(0)
    expect(await names(store.read, 'answer')).toEqual(['answer'])
  })

  test('leaves nothing when it fails, after whichever step', async () => {
    const steps: ((connection: Connection, id: number) => Promise<unknown>)[] = [
      ({ db, tables }, id) => db.insert(tables.biographies).values({ authorId: id, fullName: 'A' }),
      ({ db, tables }, id) => db.insert(tables.books).values({ authorId: id, title: 'A', summary: 'A' }),
      ({ db, tables }) => db.insert(tables.subjects).values({ name: 'A' }),
      ({ db, tables }) => db.update(tables.subjects).set({ name: 'B' }),
      ({ db, tables }) => db.delete(tables.subjects),
    ]
    for (let failAfter = 0; failAfter <= steps.length; failAfter++) {
      const write = store.write(async (connection) => {
        const id = await addAuthor(connection, 'atomic')
        for (const step of steps.slice(0, failAfter)) await step(connection, id)
        throw new Error(`after ${failAfter}`)
      })
      await expect(write).rejects.toThrow(`after ${failAfter}`)
      const { db, tables } = store.read
      expect(await names(store.read, 'atomic')).toEqual([])
      expect(
        await Promise.all([db.$count(tables.biographies), db.$count(tables.books), db.$count(tables.subjects)]),
      ).toEqual([0, 0, 0])
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
        await addAuthor(connection, `many-${String(n).padStart(3, '0')}`)
        if (n % 2 === 1) throw new Error('odd')
      }),
    )
    const results = await Promise.allSettled(writes)
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(100)
    const even = Array.from({ length: 100 }, (_, n) => `many-${String(2 * n).padStart(3, '0')}`)
    expect(await names(store.read, 'many-%')).toEqual(even)
  })

  test('a reader sees none of it before it is committed', async () => {
    const seen = await store.write(async (connection) => {
      await addAuthor(connection, 'uncommitted')
      // Inside a write nothing but its connection is to be awaited; a test may read from outside.
      return { inside: await names(connection, 'uncommitted'), outside: await names(store.read, 'uncommitted') }
    })
    expect(seen).toEqual({ inside: ['uncommitted'], outside: [] })
    expect(await names(store.read, 'uncommitted')).toEqual(['uncommitted'])
  })

  test('a write that failed on a constraint does not disturb those beside it', async () => {
    const added = ['beside-1', 'beside-2', 'beside-2', 'beside-3']
    const results = await Promise.allSettled(
      added.map((name) => store.write((connection) => addAuthor(connection, name))),
    )
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
    expect(await names(store.read, 'beside-%')).toEqual(['beside-1', 'beside-2', 'beside-3'])
  })
})

describe('close', () => {
  test('waits for what was asked for before it', async () => {
    const closing = openStore({ url: database.url, poolSize: 2 })
    const writes = Array.from({ length: 20 }, (_, n) =>
      closing.write((connection) => addAuthor(connection, `closing-${n}`)),
    )
    const reads = Array.from({ length: 20 }, () => names(closing.read, 'nobody'))
    await closing.close()
    await expect(Promise.all([...writes, ...reads])).resolves.toHaveLength(40)
    expect(await names(store.read, 'closing-%')).toHaveLength(20)
  })

  test('makes later writes fail', async () => {
    const closed = openStore({ url: database.url })
    await closed.close()
    await expect(closed.write((connection) => addAuthor(connection, 'late'))).rejects.toThrow()
    expect(await names(store.read, 'late')).toEqual([])
  })
})

test('a table that is declared append-only takes rows and loses them, but no update', async () => {
  const { influences } = store.read.tables
  const [first = 0, second = 0] = await store.write(async (connection) => [
    await addAuthor(connection, 'append one'),
    await addAuthor(connection, 'append two'),
  ])
  await store.write(({ db }) => db.insert(influences).values({ influencerId: first, influencedId: second }))
  const change = store.write(({ db }) => db.update(influences).set({ influencedId: first }))
  await expect(change).rejects.toMatchObject({ cause: { message: 'influences is append-only' } })
  await store.write(({ db }) => db.delete(influences))
  expect(await store.read.db.$count(influences)).toBe(0)
})
