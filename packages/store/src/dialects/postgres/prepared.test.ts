import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestDatabase, openStore, prepared, preparedVariants, type Store } from '../../../test/library/index.ts'
import type { Placeholders } from '../../prepared.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let store: Store
beforeAll(async () => {
  database = await createTestDatabase(inject('templates'), 'postgres')
  store = openStore({ url: database.url, poolSize: 1 })
})
afterAll(async () => {
  await store.close()
  await database.remove()
})

/** The tables in the prepared statements of the connection. */
async function planned(): Promise<string[]> {
  const rows = await store.read.db
    .select({ statement: sql<string>`statement` })
    .from(sql`pg_prepared_statements`)
    .orderBy(sql`1`)
  return rows.map(({ statement }) => /from "(\w+)"/.exec(statement)?.[1] ?? statement)
}

test('the server keeps the plan of a prepared query, and of no other', async () => {
  const subject = prepared(({ db }, { name }: Placeholders<{ name: string }>) =>
    db.query.subjects.findFirst({ where: { name } }),
  )
  for (let n = 0; n < 7; n++) {
    await subject(store.read, { name: 'a' })
    await store.read.db.query.shelves.findFirst({ where: { name: 'a' } })
  }
  expect(await planned()).toEqual(['subjects'])
})

test('a connection whose queries come in very many shapes is closed: the plans that the server keeps are bounded', async () => {
  const shaped = preparedVariants(({ db }, shape: number) =>
    db.select({ shape: sql<number>`${sql.raw(String(shape))}` }).from(sql`(values (1)) as one`),
  )
  const counts: number[] = []
  for (let shape = 0; shape < 450; shape++) {
    expect(await shaped(store.read, shape)).toEqual([{ shape }])
    if (shape % 50 === 0) counts.push((await planned()).length)
  }
  expect(Math.max(...counts)).toBeLessThanOrEqual(201)
  expect(Math.max(...counts)).toBeGreaterThan(100)
})
