import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestStore, openStore, type Store } from '../../../test/library/index.ts'
import { runTogether } from '../../../test/processes.ts'
import { filePath, openFile } from './file.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), 'sqlite')
  store = database.store
})
afterAll(() => database.remove())

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
  await expect(db.insert(tables.subjects).values({ name: 'sneaked' })).rejects.toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ code: 'SQLITE_READONLY' }) }),
  )
  await expect(db.delete(tables.subjects)).rejects.toThrow()
  expect(await db.$count(tables.subjects)).toBe(0)
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
    await db.insert(tables.authors).values({ name: 'kept' })
    for (const authorId of [999_998, 999_999]) {
      const refused = db.insert(tables.books).values({ authorId, title: 'Refused', summary: '' })
      const error = await refused.then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(store.violation(error)).toMatchObject({ missing: { table: 'authors', key: [String(authorId)] } })
    }
    return db.select({ id: tables.authors.id, bookCount: tables.authors.bookCount }).from(tables.authors)
  })
  expect(added).toEqual([{ id: expect.any(Number), bookCount: 0 }])
  const { db, tables } = store.read
  expect(await db.$count(tables.authors)).toBe(1)
  expect(await db.$count(tables.books)).toBe(0)
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
      `import { openStore } from ${JSON.stringify(new URL('../../../test/library/index.ts', import.meta.url))}
      const store = openStore({ url: ${JSON.stringify(database.url)} })
      const add = (name) => store.write(({ db, tables }) => db.insert(tables.subjects).values({ name }))
      await ready()
      for (let i = 0; i < 50; i++) await add('alone-' + n + '-' + i)
      await Promise.all(Array.from({ length: 200 }, (_, i) => add('together-' + n + '-' + i)))
      await store.close()`,
    )
    expect(errors).toEqual(['', ''])
    expect(await store.read.db.$count(store.read.tables.subjects)).toBe(2 * 250)
  })
})

describe('close', () => {
  test('succeeds while another process writes', async () => {
    const closing = openStore({ url: database.url })
    // Something to gather statistics on, which is what closing needs the lock for.
    await closing.write(({ db, tables }) => db.insert(tables.shelves).values({ name: 'statistics' }))
    const other = openFile(database.url)
    other.exec('BEGIN IMMEDIATE')
    await expect(closing.close()).resolves.toBeUndefined()
    other.exec('ROLLBACK')
    other.close()
  })

  test('by the last of all leaves one file', async () => {
    const copy = await createTestStore(inject('templates'), 'sqlite')
    await copy.store.write(({ db, tables }) => db.insert(tables.subjects).values({ name: 'kept' }))
    await copy.store.close()
    expect(existsSync(`${filePath(copy.url)}-wal`)).toBe(false)
    const again = openStore({ url: copy.url })
    expect(await again.read.db.$count(again.read.tables.subjects)).toBe(1)
    await again.close()
    await copy.remove()
  })
})
