import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestStore, prepared, preparedVariants, type Store } from '../test/library/index.ts'
import type { Placeholders } from './prepared.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
  await store.write(async ({ db, tables }) => {
    await db.insert(tables.subjects).values(['a', 'b', 'c'].map((name) => ({ name })))
  })
})
afterAll(() => database.remove())

test('a query is built once for a connection, and run with the values of each call', async () => {
  let built = 0
  const subjectByName = prepared(({ db }, { name }: Placeholders<{ name: string }>) => {
    built++
    return db.query.subjects.findFirst({ columns: { name: true }, where: { name } })
  })
  expect(await subjectByName(store.read, { name: 'a' })).toEqual({ name: 'a' })
  expect(await subjectByName(store.read, { name: 'b' })).toEqual({ name: 'b' })
  expect(await subjectByName(store.read, { name: 'nobody' })).toBeUndefined()
  expect(built).toBe(1)
})

test('inside a write it reads what the write has written', async () => {
  let built = 0
  const count = prepared(({ db, tables }) => {
    built++
    return db.select({ n: sql`count(*)`.mapWith(Number) }).from(tables.shelves)
  })
  expect(await count(store.read)).toEqual([{ n: 0 }])
  const inside = store.write(async (connection) => {
    await connection.db.insert(connection.tables.shelves).values({ name: 'a' })
    const rows = await count(connection)
    throw new Error(`counted ${rows[0]?.n}`)
  })
  await expect(inside).rejects.toThrow('counted 1')
  expect(await count(store.read)).toEqual([{ n: 0 }])
  expect(built).toBe(2)
})

test('each shape of a query is built once, also when there are more shapes than are kept', async () => {
  let built = 0
  const subjectsAmong = preparedVariants(
    ({ db, tables }, shape: { names: number }, values: Placeholders<Record<`name${number}`, string>>) => {
      built++
      const names = Array.from({ length: shape.names }, (_, index) => values[`name${index}`])
      return db
        .select({ name: tables.subjects.name })
        .from(tables.subjects)
        .where(sql`${tables.subjects.name} in ${names}`)
    },
  )
  expect(await subjectsAmong(store.read, { names: 1 }, { name0: 'b' })).toEqual([{ name: 'b' }])
  expect(await subjectsAmong(store.read, { names: 1 }, { name0: 'c' })).toEqual([{ name: 'c' }])
  expect(await subjectsAmong(store.read, { names: 2 }, { name0: 'a', name1: 'x' })).toEqual([{ name: 'a' }])
  expect(built).toBe(2)

  const anything = preparedVariants(({ db, tables }, _: number) => {
    built++
    return db.select({ name: tables.subjects.name }).from(tables.subjects).limit(1)
  })
  for (let shape = 0; shape < 600; shape++) await anything(store.read, shape)
  expect(built).toBe(602)
  await anything(store.read, 599)
  expect(built).toBe(602)
  expect(await anything(store.read, 0)).toHaveLength(1)
  expect(built).toBe(603)
})
