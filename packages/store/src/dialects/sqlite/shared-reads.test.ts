import { statSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createTestStore, type Store } from '../../../test/library/index.ts'
import { filePath, openFile } from './file.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeEach(async () => {
  database = await createTestStore(inject('templates'), 'sqlite')
  store = database.store
})
afterEach(() => database.remove())

const count = () => store.read.db.$count(store.read.tables.subjects)

/** Commits on the spot, as another process can in the middle of a turn. */
function commitElsewhere(name: string): void {
  const client = openFile(database.url)
  client.prepare('INSERT INTO subjects (name, name_key, created_at) VALUES (?, ?, 0)').run(name, name)
  client.close()
}

test('the reads of a turn see one state, and those of the next turn a new one', async () => {
  void store.replicaAt()
  expect(await count()).toBe(0)
  commitElsewhere('meanwhile')
  expect(await count()).toBe(0)
  await nextTurn()
  expect(await count()).toBe(1)
})

test('without replicaAt every read has a snapshot of its own', async () => {
  expect(await count()).toBe(0)
  commitElsewhere('meanwhile')
  expect(await count()).toBe(1)
})

test('a write of this process is seen by whoever reads after it', async () => {
  const written = store.write(({ db, tables }) => db.insert(tables.subjects).values({ name: 'own' }))
  // The write commits after the reads of this turn, and before those that start after it is answered.
  void store.replicaAt()
  expect(await count()).toBe(0)
  const seen = written.then(() => {
    void store.replicaAt()
    return count()
  })
  expect(await seen).toBe(1)
})

test('sharing all the time does not keep the write-ahead log from starting over', async () => {
  const log = `${filePath(database.url)}-wal`
  const text = 'x'.repeat(10_000)
  let largest = 0
  for (let n = 0; n < 600; n++) {
    const name = `${n} ${text}`
    await store.write(async ({ db, tables }) => {
      await db.insert(tables.subjects).values({ name })
      // As a request does that comes in while others write.
      void store.replicaAt()
      await count()
    })
    largest = Math.max(largest, statSync(log).size)
  }
  // 600 commits of 20 kB each write over 12 MB; SQLite starts over after 1,000 pages, which are 4 MB.
  expect(largest).toBeLessThan(8_000_000)
})
