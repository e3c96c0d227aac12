import { copyFileSync, renameSync, rmSync } from 'node:fs'
import Client from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { filePath } from '../../../../store/src/dialects/sqlite/file.ts'
import { migrate, type Store } from '../../database.ts'
import { createTestStore } from '../../testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeEach(async () => {
  database = await createTestStore(inject('templates'), 'sqlite')
  store = database.store
})
afterEach(() => database.remove())

const write = (name: string) => store.write(({ db, tables }) => db.insert(tables.tags).values({ name }))
const isUnavailable = (error: unknown) => store.unavailable(error)

test('a database that takes writes passes, and nothing is left of the check', async () => {
  const migrations = () => store.read.db.select({ name: sql`name` }).from(sql`__drizzle_migrations`)
  const before = await migrations()
  await store.check()
  expect(await migrations()).toEqual(before)
})

test('a deleted file fails, and a write into it is not acknowledged', async () => {
  await write('before')
  rmSync(filePath(database.url))
  await expect(store.check()).rejects.toThrow('was deleted')
  await expect(write('lost')).rejects.toSatisfy(isUnavailable)
})

test('a replaced file fails, and a write into the old one is not acknowledged', async () => {
  const path = filePath(database.url)
  copyFileSync(path, `${path}-copy`)
  renameSync(`${path}-copy`, path)
  await expect(store.check()).rejects.toThrow('was replaced')
  await expect(write('lost')).rejects.toSatisfy(isUnavailable)
})

test('a full disk fails as unavailable, and passes again with room', async () => {
  const { db } = store.autocommit
  const limit = async (pages: number) => {
    if ('run' in db) await db.run(sql.raw(`pragma max_page_count = ${pages}`))
  }
  await limit(1)
  await expect(store.check()).rejects.toSatisfy(isUnavailable)
  await limit(1_000_000)
  await store.check()
})

test('the migration of a newer program fails, and no program without it starts', async () => {
  const client = new Client(filePath(database.url))
  client.exec("INSERT INTO __drizzle_migrations (hash, name) VALUES ('x', '29990101000000_future')")
  client.close()
  await expect(store.check()).rejects.toThrow('29990101000000_future')
  await expect(migrate(database.url)).rejects.toThrow('29990101000000_future')
})
