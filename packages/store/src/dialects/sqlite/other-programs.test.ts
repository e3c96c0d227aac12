import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { createTestStore, library, openStore } from '../../../test/library/index.ts'
import { checkIntegrity } from '../../testing.ts'
import { filePath, openFile } from './file.ts'
import { appliedMigrations } from './migrate.ts'
import { hasTables, reset, withSnapshot, writeBackup } from './operations.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let path: string
beforeEach(async () => {
  database = await createTestStore(inject('templates'), 'sqlite')
  path = filePath(database.url)
})
afterEach(() => database.remove())

const write = (name: string) => database.store.write(({ db, tables }) => db.insert(tables.subjects).values({ name }))
const subjects = () => database.store.read.db.$count(database.store.read.tables.subjects)

/**
 * Runs statements on the file in another program, which has its own copy of an older SQLite. It deletes the log of a file that nobody
 * has locked. Returns the value of the last statement, if it reads.
 */
async function inAnotherProgram(...statements: string[]): Promise<unknown> {
  const program = `import Client from 'libsql'
    const client = new Client(${JSON.stringify(path)}, { timeout: 10_000 })
    let value = null
    for (const sql of ${JSON.stringify(statements)}) {
      const statement = client.prepare(sql)
      if (statement.reader) value = statement.raw().all()[0]?.[0] ?? null
      else statement.run()
    }
    console.log(JSON.stringify(value))
    client.close()`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: new URL('.', import.meta.url),
  })
  return JSON.parse(stdout)
}

describe('a program that reads the file and exits leaves the write-ahead log after this process', () => {
  test.each<[string, () => unknown]>([
    ['opened and closed it once more', () => openFile(database.url).close()],
    ['checked it', () => checkIntegrity(database.url)],
    ['migrated it', () => library.migrate(database.url)],
    ['looked for pending migrations', () => appliedMigrations(database.url)],
    ['looked for tables', () => hasTables(database.url)],
    ['backed it up', () => writeBackup(database.url, `${path}.backup`)],
    ['read a copy', () => withSnapshot(database.url, (copy) => checkIntegrity(copy))],
    ['refused to remove it', () => expect(reset(database.url)).rejects.toThrow('is in use')],
    [
      'read on a thread, and ended it',
      async () => {
        const other = openStore({ url: database.url })
        await other.readInWorker.db.$count(other.readInWorker.tables.subjects)
        await other.close()
      },
    ],
  ])('%s', async (_, act) => {
    await write('before the reader')
    const log = statSync(`${path}-wal`).ino
    await act()
    expect(await inAnotherProgram('SELECT count(*) FROM subjects')).toBe(1)
    expect(statSync(`${path}-wal`).ino).toBe(log)
    await write('after the reader')
    expect(await inAnotherProgram('SELECT count(*) FROM subjects')).toBe(2)
  })
})

test('while 16 writers run, other programs read, dump and copy the file; after SIGKILL, every acknowledged write is there', async () => {
  const server = spawn(
    process.execPath,
    [
      '--input-type=module-typescript',
      '-e',
      `import { openStore } from ${JSON.stringify(new URL('../../../test/library/index.ts', import.meta.url))}
      import { writeBackup } from ${JSON.stringify(new URL('operations.ts', import.meta.url))}
      const store = openStore({ url: ${JSON.stringify(database.url)} })
      const writer = async (n) => {
        for (let i = 0; ; i++) {
          const name = n + '-' + i
          await store.write(({ db, tables }) => db.insert(tables.subjects).values({ name }))
          console.log(name)
        }
      }
      for (let n = 0; n < 16; n++) void writer(n)
      await writeBackup(${JSON.stringify(database.url)}, ${JSON.stringify(`${path}.own-backup`)})`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void server.kill('SIGKILL'))
  // Only the server has the file open.
  await database.store.close()
  const acknowledged: string[] = []
  const lines = createInterface(server.stdout).on('line', (name) => acknowledged.push(name))
  await once(lines, 'line')
  const count = 'SELECT count(*) FROM subjects'
  const programs = [
    () => inAnotherProgram(count),
    () =>
      inAnotherProgram('BEGIN', ...['books', 'subjects', 'authors'].map((table) => `SELECT * FROM ${table}`), 'COMMIT'),
    () => inAnotherProgram(`VACUUM INTO '${path}.copy'`),
  ]
  for (const program of [...programs, () => inAnotherProgram(count)]) {
    const before = acknowledged.length
    await program()
    // Each program runs beside writes, and writes follow its end.
    await expect.poll(() => acknowledged.length).toBeGreaterThan(before)
  }
  server.kill('SIGKILL')
  await once(lines, 'close')

  expect(await inAnotherProgram('PRAGMA integrity_check')).toBe('ok')
  database.store = openStore({ url: database.url })
  const { db, tables } = database.store.read
  const stored = new Set(
    (await db.select({ name: tables.subjects.name }).from(tables.subjects)).map(({ name }) => name),
  )
  expect(acknowledged.filter((name) => !stored.has(name))).toEqual([])
  expect(await checkIntegrity(`file:${path}.copy`)).toEqual([])
})

describe.each([
  ['write-ahead log', '-wal'],
  ['index of the write-ahead log', '-shm'],
])('once the %s', (name, suffix) => {
  test.each([
    ['was deleted', () => rmSync(path + suffix)],
    [
      'was replaced',
      () => {
        copyFileSync(path + suffix, `${path}.other`)
        renameSync(`${path}.other`, path + suffix)
      },
    ],
  ])(
    '%s, writes are refused as unavailable, the check tells why, and closing keeps what was acknowledged',
    async (event, act) => {
      await write('acknowledged')
      act()
      await expect(write('refused')).rejects.toSatisfy((error) => database.store.unavailable(error))
      await expect(database.store.check()).rejects.toThrow(`The ${name} ${event}`)
      await expect(write('refused again')).rejects.toThrow(`The ${name} ${event}`)
      expect(await subjects()).toBe(1)
      await database.store.close()
      database.store = openStore({ url: database.url })
      expect(await subjects()).toBe(1)
      await write('after a restart')
    },
  )
})

test('the log of a long read does not stay on the disk', async () => {
  const reader = openFile(database.url)
  reader.exec('BEGIN; SELECT count(*) FROM subjects')
  const fill = () =>
    database.store.write(({ db, tables }) =>
      db.insert(tables.authors).values(Array.from({ length: 2_000 }, () => ({ name: crypto.randomUUID().repeat(10) }))),
    )
  const size = () => statSync(`${path}-wal`).size
  while (size() < 12_000_000) await fill()
  reader.close()
  await fill()
  await write('the first after the checkpoint')
  expect(size()).toBeLessThan(9_000_000)
})

test('a file that is truncated during a read fails it as unavailable, and the process survives', async () => {
  await database.store.write(({ db, tables }) =>
    db.insert(tables.authors).values(Array.from({ length: 2_000 }, () => ({ name: crypto.randomUUID().repeat(20) }))),
  )
  await database.store.close()
  const server = spawn(
    process.execPath,
    [
      '--input-type=module-typescript',
      '-e',
      `import { truncateSync } from 'node:fs'
      import { openStore } from ${JSON.stringify(new URL('../../../test/library/index.ts', import.meta.url))}
      const store = openStore({ url: ${JSON.stringify(database.url)} })
      const { db, tables } = store.read
      void store.replicaAt()
      await db.$count(tables.subjects)
      truncateSync(${JSON.stringify(path)}, 65_536)
      await db.select().from(tables.authors).catch((error) => console.log(store.unavailable(error)))
      process.exit(0)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = createInterface(server.stdout)
  const [output, [status, signal]] = await Promise.all([Array.fromAsync(lines), once(server, 'exit')])
  expect({ output, status, signal }).toEqual({ output: ['true'], status: 0, signal: null })
  rmSync(path)
  database.store = openStore({ url: database.url })
})
