import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createTestStore, openStore } from '../../../test/library/index.ts'
import { checkIntegrity } from '../../testing.ts'
import { filePath } from './file.ts'

/** The package has the program for one platform. */
const canRun = process.platform === 'linux' && process.arch === 'x64'

test.runIf(canRun)('Litestream replicates every write while it runs, and loses none when it stops', async () => {
  // Version 0.3.13.
  const litestream = fileURLToPath(import.meta.resolve('@flydotio/litestream-linux-x64/litestream'))
  const database = await createTestStore(inject('templates'), 'sqlite')
  onTestFinished(() => database.remove())
  const path = filePath(database.url)
  const write = (n: number) =>
    database.store.write(({ db, tables }) => db.insert(tables.subjects).values({ name: `subject ${n}` }))
  const restored = async (copy: string) => {
    await promisify(execFile)(litestream, ['restore', '-o', copy, `file://${path}.replica`])
    expect(await checkIntegrity(`file:${copy}`)).toEqual([])
    const store = openStore({ url: `file:${copy}` })
    const count = await store.read.db.$count(store.read.tables.subjects)
    await store.close()
    return count
  }

  const replication = spawn(litestream, ['replicate', path, `file://${path}.replica`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => void replication.kill('SIGKILL'))
  await once(replication.stderr, 'data')
  for (let n = 0; n < 100; n++) await write(n)
  let copies = 0
  await expect.poll(() => restored(`${path}.copy-${++copies}`).catch(() => 0)).toBe(100)

  const stopped = once(replication, 'exit')
  for (let n = 100; n < 150; n++) await write(n)
  replication.kill('SIGTERM')
  for (let n = 150; n < 200; n++) await write(n)
  await stopped
  for (let n = 200; n < 250; n++) await write(n)
  await database.store.check()
  await database.store.close()
  database.store = openStore({ url: database.url })
  expect(await database.store.read.db.$count(database.store.read.tables.subjects)).toBe(250)
  expect(await checkIntegrity(database.url)).toEqual([])
})
