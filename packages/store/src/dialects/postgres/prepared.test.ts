import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestDatabase, openStore, prepared, type Store } from '../../../test/library/index.ts'
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

/** The tables that the statements are about for which the connection keeps a plan. */
async function planned(): Promise<string[]> {
  const rows = await store.read.db
    .select({ statement: sql<string>`statement` })
    .from(sql`pg_prepared_statements`)
    .orderBy(sql`1`)
  return rows.map(({ statement }) => /from "(\w+)"/.exec(statement)?.[1] ?? statement)
}

test('the server keeps the plan of a prepared query, unless it is to plan anew for each value', async () => {
  const subject = prepared(({ db }, { name }: Placeholders<{ name: string }>) =>
    db.query.subjects.findFirst({ where: { name } }),
  )
  const shelf = prepared(
    ({ db }, { name }: Placeholders<{ name: string }>) => db.query.shelves.findFirst({ where: { name } }),
    {
      plannedAnew: true,
    },
  )
  for (let n = 0; n < 7; n++) {
    await subject(store.read, { name: 'a' })
    await shelf(store.read, { name: 'a' })
  }
  expect(await planned()).toEqual(['subjects'])
})
