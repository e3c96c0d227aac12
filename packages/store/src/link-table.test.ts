import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { type Connection, createTestStore, type Store, type Tables } from '../test/library/index.ts'
import { counterOf } from './counter-of.ts'
import { linkTable } from './link-table.ts'

const influences = linkTable(({ influences }: Tables) => influences, ['influencerId', 'influencedId'])
const influencedCountOf = counterOf(({ authors }: Tables) => authors, 'influencedCount')

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let influencerId: number
let otherId: number
let younger: number[]
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
  younger = await addAuthors(8)
})
beforeEach(async () => {
  ;[influencerId = 0, otherId = 0] = await addAuthors(2)
})
afterAll(() => database.remove())

const addAuthors = (count: number) =>
  store.write(async ({ db, tables }) => {
    const names = Array.from({ length: count }, () => ({ name: crypto.randomUUID() }))
    return (await db.insert(tables.authors).values(names).returning()).map(({ id }) => id)
  })
const alone = <T>(work: (connection: Connection) => PromiseLike<T>) => store.write(async (on) => work(on))
/** Writes of one moment, which share a transaction on a server. */
const together = <T>(works: ((connection: Connection) => PromiseLike<T>)[]) =>
  Promise.all(works.map((work) => store.write(async (on) => work(on), { batch: 'influences' })))
const rowsOf = (id: number) => {
  const { db, tables } = store.read
  return db.select().from(tables.influences).where(eq(tables.influences.influencerId, id))
}

test('a link is added once, with its defaults', async () => {
  const link = { influencerId, influencedId: younger[0] ?? 0 }
  await alone((on) => influences.add(on, link))
  const [first] = await rowsOf(influencerId)
  expect(first).toMatchObject({ ...link, createdAt: expect.stringMatching(/^20\d\d-.*Z$/) })
  await alone((on) => influences.add(on, link))
  expect(await rowsOf(influencerId)).toEqual([first])
})

test('a default is computed for each link, not once for the statement', async () => {
  const [one = 0, two = 0] = younger
  await alone((on) => influences.add(on, { influencerId, influencedId: one }))
  await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse((await rowsOf(influencerId))[0]?.createdAt ?? ''))
  await alone((on) => influences.add(on, { influencerId: otherId, influencedId: two }))
  expect((await rowsOf(otherId))[0]?.createdAt).not.toBe((await rowsOf(influencerId))[0]?.createdAt)
})

test('a removal tells whether the link was there', async () => {
  const link = { influencerId, influencedId: younger[0] ?? 0 }
  await alone((on) => influences.add(on, link))
  expect(await alone((on) => influences.remove(on, link))).toBe(true)
  expect(await alone((on) => influences.remove(on, link))).toBe(false)
})

test('links of one write are added and removed by one statement each, with values of other columns', async () => {
  const links = younger.map((influencedId) => ({ influencerId, influencedId, createdAt: '2001-02-03T04:05:06.000Z' }))
  database.statements.length = 0
  await alone((on) => influences.addAll(on, links))
  await alone((on) => influences.addAll(on, links.slice(1)))
  expect(database.statements).toHaveLength(2)
  expect((await rowsOf(influencerId)).toSorted((a, b) => a.influencedId - b.influencedId)).toEqual(links)
  const gone = [...links.slice(2), { influencerId: otherId, influencedId: younger[0] ?? 0 }]
  expect(await alone((on) => influences.removeAll(on, gone))).toHaveLength(links.length - 2)
  expect(await rowsOf(influencerId)).toHaveLength(2)
})

test('links that are written together are those of each write', async () => {
  await together(younger.map((influencedId) => (on) => influences.add(on, { influencerId, influencedId })))
  expect((await rowsOf(influencerId)).map(({ influencedId }) => influencedId).toSorted((a, b) => a - b)).toEqual(
    younger,
  )
  const removals = younger.map((influencedId, n) => (on: Connection) => {
    return influences.remove(on, { influencerId: n % 2 ? influencerId : otherId, influencedId })
  })
  expect(await together(removals)).toEqual(younger.map((_, n) => n % 2 === 1))
  expect(await rowsOf(influencerId)).toHaveLength(younger.length / 2)
})

test('a counter is read by the id of its row, alone and together', async () => {
  await together(younger.map((influencedId) => (on) => influences.add(on, { influencerId, influencedId })))
  expect(await influencedCountOf(store.read, { id: influencerId })).toBe(younger.length)
  expect(await influencedCountOf(store.read, { id: otherId })).toBe(0)
  expect(await influencedCountOf(store.read, { id: 999_999 })).toBeUndefined()
  const reads = [influencerId, 999_999, otherId, influencerId].map(
    (id) => (on: Connection) => influencedCountOf(on, { id }),
  )
  expect(await together(reads)).toEqual([younger.length, undefined, 0, younger.length])
})
