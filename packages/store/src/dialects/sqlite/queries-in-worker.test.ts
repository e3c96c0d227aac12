import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { createTestDatabase, openStore, type Store } from '../../../test/library/index.ts'
import type { TestDatabase } from '../../testing.ts'
import { filePath } from './file.ts'

let database: TestDatabase
let store: Store
beforeEach(async () => {
  database = await createTestDatabase(inject('templates'), 'sqlite')
  store = openStore({ url: database.url, workerTimeout: 60_000 })
})
afterEach(async () => {
  await store.close()
  await database.remove()
})

/** A statement that takes time in proportion to `rows`. */
const work = (rows: number, { db } = store.readInWorker) =>
  db
    .select({ n: sql`n`.mapWith(Number) })
    .from(
      sql`(with recursive c (n) as (select 1 union all select n + 1 from c where n < ${rows}) select max(n) as n from c)`,
    )
const SLOW = 5_000_000
/** Closes the store, and opens it with little time for each statement. */
async function hurry() {
  await store.close()
  store = openStore({ url: database.url, workerTimeout: 100 })
}

const refused = (error: unknown) => store.unavailable(error)

test('a read in a worker sees every write before it', async () => {
  const { tables } = store.read
  for (let n = 1; n <= 20; n++) {
    await store.write(({ db }) => db.insert(tables.subjects).values({ name: `subject ${n}` }))
    expect(await store.readInWorker.db.$count(tables.subjects)).toBe(n)
  }
  const subject = await store.readInWorker.db.query.subjects.findFirst({ where: { name: 'subject 3' } })
  expect(subject).toEqual(await store.read.db.query.subjects.findFirst({ where: { name: 'subject 3' } }))
})

test('a long read in a worker does not hold up the event loop', async () => {
  const rows = 500_000
  await work(1)
  const start = performance.now()
  await work(rows, store.read)
  const alone = performance.now() - start
  let turns = 0
  const answer = work(rows).then(() => true)
  while (!(await Promise.race([answer, nextTurn(false)]))) turns++
  // In the foreground it takes one turn, however long.
  expect({ alone, turns }).toEqual({
    alone: expect.any(Number),
    turns: expect.toSatisfy((count: number) => count > 10),
  })
})

test('a read that takes too long is refused as unavailable, and the next ones are answered', async () => {
  await hurry()
  await expect(work(SLOW)).rejects.toSatisfy(refused)
  await expect
    .poll(
      () =>
        work(10).then(
          () => 'answered',
          () => 'refused',
        ),
      { timeout: 60_000 },
    )
    .toBe('answered')
})

test('too many reads at once are refused at once, and those that wait too long', async () => {
  await hurry()
  const answers = await Promise.allSettled(Array.from({ length: 150 }, () => work(SLOW)))
  expect(answers.every((answer) => answer.status === 'rejected' && refused(answer.reason))).toBe(true)
  const reasons = answers.map((answer) => (answer.status === 'rejected' ? String(answer.reason.cause) : ''))
  expect(reasons.filter((reason) => reason.includes('at once')).length).toBeGreaterThan(0)
  expect(reasons.filter((reason) => reason.includes('waited')).length).toBeGreaterThan(0)
})

test('under node --watch, reads in a worker are answered, in threads that are ended at the end', async () => {
  const file = `${filePath(database.url)}.ts`
  writeFileSync(
    file,
    `import { openStore } from ${JSON.stringify(new URL('../../../test/library/index.ts', import.meta.url))}
    const store = openStore({ url: ${JSON.stringify(database.url)}, workerTimeout: 60_000 })
    const { db, tables } = store.readInWorker
    const counts = await Promise.all(Array.from({ length: 20 }, () => db.$count(tables.subjects)))
    await store.close()
    console.log('counted', ...counts)`,
  )
  const watching = spawn(process.execPath, ['--watch', file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const output: string[] = []
  try {
    for await (const line of createInterface(watching.stdout))
      if (output.push(line) && /^(Completed|Failed)/.test(line)) break
    expect(output).toContain(`counted${' 0'.repeat(20)}`)
  } finally {
    watching.kill()
  }
})

test('what fails in a worker fails as it does on the main thread', async () => {
  const broken = ({ db }: Store['read']) => db.select({ x: sql`nowhere` }).from(sql`authors`)
  await expect(broken(store.readInWorker)).rejects.toSatisfy((error: unknown) => !refused(error))
  await store.close()
  await expect(work(1)).rejects.toSatisfy(refused)
  store = openStore({ url: database.url })
})

test('a thread that starts is ended once it has loaded the driver: Node would abort the process', async () => {
  const emit = vi.spyOn(Worker.prototype, 'emit')
  const terminate = vi.spyOn(Worker.prototype, 'terminate')
  try {
    const answer = work(1).then(() => 'answered', refused)
    await store.close()
    expect(await answer).toBe(true)
    const loaded = emit.mock.calls.findIndex(([event]) => event === 'message')
    expect(loaded).toBeGreaterThanOrEqual(0)
    expect(emit.mock.invocationCallOrder[loaded]).toBeLessThan(terminate.mock.invocationCallOrder[0] ?? 0)
  } finally {
    emit.mockRestore()
    terminate.mockRestore()
  }
  store = openStore({ url: database.url })
})
