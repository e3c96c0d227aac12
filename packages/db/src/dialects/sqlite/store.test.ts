import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { filePath, openFile } from '../../../../store/src/dialects/sqlite/store.ts'
import { runTogether } from '../../../test/processes.ts'
import { openStore, type Store } from '../../database.ts'
import { createTestStore } from '../../testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), 'sqlite')
  store = database.store
})
afterAll(() => database.remove())

const tag = (name: string) => ({ name, nameKey: name })

test.each([
  ['file:./data/a.db', './data/a.db'],
  ['file:data/a.db', 'data/a.db'],
  ['file:/data/a.db', '/data/a.db'],
  ['file:///data/a.db', '/data/a.db'],
])('%s is the file %s', (url, path) => {
  expect(filePath(url)).toBe(path)
})

test.each(['file:', 'file://', 'file::memory:'])('%s names no file', (url) => {
  expect(() => filePath(url)).toThrow('DATABASE_URL names no file')
})

test('the reader refuses to write', async () => {
  const { db, tables } = store.read
  await expect(db.insert(tables.tags).values(tag('sneaked'))).rejects.toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ code: 'SQLITE_READONLY' }) }),
  )
  await expect(db.delete(tables.tags)).rejects.toThrow()
  expect(await db.$count(tables.tags)).toBe(0)
})

test('commits survive a power cut: write-ahead log, synced at each COMMIT', async () => {
  const settings = (name: string) =>
    store.write(({ db }) => db.select({ value: sql`*` }).from(sql.raw(`pragma_${name}`)))
  expect(await settings('journal_mode')).toEqual([{ value: 'wal' }])
  expect(await settings('synchronous')).toEqual([{ value: 2 }])
  expect(await settings('foreign_keys')).toEqual([{ value: 1 }])
})

test('a violated foreign key undoes its statement and nothing else, and the next one is checked at once', async () => {
  const added = await store.write(async ({ db, tables }) => {
    await db.insert(tables.users).values({ username: 'kept', usernameKey: 'kept', email: 'kept@example.com' })
    for (const authorId of [999_998, 999_999]) {
      const refused = db.insert(tables.posts).values({ authorId, title: 'Refused', content: '' })
      const error = await refused.then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(store.violation(error)).toMatchObject({ missing: { table: 'users', key: [String(authorId)] } })
    }
    return db.select({ id: tables.users.id, postCount: tables.users.postCount }).from(tables.users)
  })
  expect(added).toEqual([{ id: expect.any(Number), postCount: 0 }])
  const { db, tables } = store.read
  expect(await db.$count(tables.users)).toBe(1)
  expect(await db.$count(tables.posts)).toBe(0)
})

describe('two processes on one file', () => {
  test('both can be the first to open it', async () => {
    const path = filePath(database.url).replace('test.db', 'new.db')
    const cwd = new URL('.', import.meta.url)
    const other = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import Client from 'better-sqlite3'
      const client = new Client(${JSON.stringify(path)})
      client.exec('BEGIN IMMEDIATE; CREATE TABLE first (n)')
      console.log('writing')
      setTimeout(() => client.exec('COMMIT'), 200)`,
      ],
      { cwd },
    )
    await once(other.stdout, 'data')
    const client = openFile(`file:${path}`)
    expect(client.pragma('journal_mode', { simple: true })).toBe('wal')
    client.close()
    await once(other, 'close')
  })

  test('both succeed with every write', async () => {
    const errors = await runTogether(
      2,
      `import { openStore } from ${JSON.stringify(new URL('../../database.ts', import.meta.url))}
      const store = openStore({ url: ${JSON.stringify(database.url)} })
      const add = (name) => store.write(({ db, tables }) => db.insert(tables.tags).values({ name, nameKey: name }))
      await ready()
      for (let i = 0; i < 50; i++) await add('alone-' + n + '-' + i)
      await Promise.all(Array.from({ length: 200 }, (_, i) => add('together-' + n + '-' + i)))
      await store.close()`,
    )
    expect(errors).toEqual(['', ''])
    expect(await store.read.db.$count(store.read.tables.tags)).toBe(2 * 250)
  })
})

describe('close', () => {
  test('succeeds while another process writes', async () => {
    const closing = openStore({ url: database.url })
    // Something to gather statistics on, which is what closing needs the lock for.
    await closing.write(({ db, tables }) => db.insert(tables.categories).values(tag('statistics')))
    const other = openFile(database.url)
    other.exec('BEGIN IMMEDIATE')
    await expect(closing.close()).resolves.toBeUndefined()
    other.exec('ROLLBACK')
    other.close()
  })

  test('by the last of all leaves one file', async () => {
    const copy = await createTestStore(inject('templates'), 'sqlite')
    await copy.store.write(({ db, tables }) => db.insert(tables.tags).values(tag('kept')))
    await copy.store.close()
    expect(existsSync(`${filePath(copy.url)}-wal`)).toBe(false)
    const again = openStore({ url: copy.url })
    expect(await again.read.db.$count(again.read.tables.tags)).toBe(1)
    await again.close()
    await copy.remove()
  })
})
