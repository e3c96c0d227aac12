import type { Placeholders } from '@trellis/store'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Store } from './database.ts'
import { prepared, preparedVariants } from './database.ts'
import { createTestStore } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
  await store.write(async ({ db, tables }) => {
    await db.insert(tables.tags).values(['a', 'b', 'c'].map((name) => ({ name, nameKey: name })))
  })
})
afterAll(() => database.remove())

test('a query is built once for a connection, and run with the values of each call', async () => {
  let built = 0
  const tagByName = prepared(({ db }, { name }: Placeholders<{ name: string }>) => {
    built++
    return db.query.tags.findFirst({ columns: { name: true }, where: { name } })
  })
  expect(await tagByName(store.read, { name: 'a' })).toEqual({ name: 'a' })
  expect(await tagByName(store.read, { name: 'b' })).toEqual({ name: 'b' })
  expect(await tagByName(store.read, { name: 'nobody' })).toBeUndefined()
  expect(built).toBe(1)
})

test('inside a write it reads what the write has written', async () => {
  let built = 0
  const count = prepared(({ db, tables }) => {
    built++
    return db.select({ n: sql`count(*)`.mapWith(Number) }).from(tables.categories)
  })
  expect(await count(store.read)).toEqual([{ n: 0 }])
  const inside = store.write(async (connection) => {
    await connection.db.insert(connection.tables.categories).values({ name: 'a', nameKey: 'a' })
    const rows = await count(connection)
    throw new Error(`counted ${rows[0]?.n}`)
  })
  await expect(inside).rejects.toThrow('counted 1')
  expect(await count(store.read)).toEqual([{ n: 0 }])
  expect(built).toBe(2)
})

test('each shape of a query is built once, also when there are more shapes than are kept', async () => {
  let built = 0
  const tagsAmong = preparedVariants(
    ({ db, tables }, shape: { names: number }, values: Placeholders<Record<`name${number}`, string>>) => {
      built++
      const names = Array.from({ length: shape.names }, (_, index) => values[`name${index}`])
      return db.select({ name: tables.tags.name }).from(tables.tags).where(sql`${tables.tags.name} in ${names}`)
    },
  )
  expect(await tagsAmong(store.read, { names: 1 }, { name0: 'b' })).toEqual([{ name: 'b' }])
  expect(await tagsAmong(store.read, { names: 1 }, { name0: 'c' })).toEqual([{ name: 'c' }])
  expect(await tagsAmong(store.read, { names: 2 }, { name0: 'a', name1: 'x' })).toEqual([{ name: 'a' }])
  expect(built).toBe(2)

  const anything = preparedVariants(({ db, tables }, _: number) => {
    built++
    return db.select({ name: tables.tags.name }).from(tables.tags).limit(1)
  })
  for (let shape = 0; shape < 600; shape++) await anything(store.read, shape)
  expect(built).toBe(602)
  await anything(store.read, 599)
  expect(built).toBe(602)
  expect(await anything(store.read, 0)).toHaveLength(1)
  expect(built).toBe(603)
})
