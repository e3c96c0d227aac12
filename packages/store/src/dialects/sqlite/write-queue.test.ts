import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Client from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openFile } from './file.ts'
import { WriteQueue } from './write-queue.ts'

let folder: string
let client: Client.Database
let queue: WriteQueue
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trellis-queue-'))
  client = openFile(`file:${join(folder, 'queue.db')}`)
  client.pragma('busy_timeout = 0')
  client.exec('CREATE TABLE log (n INTEGER PRIMARY KEY, parent INTEGER REFERENCES log (n))')
  queue = new WriteQueue(client, () => {})
})
afterEach(() => {
  client.close()
  rmSync(folder, { recursive: true })
})

const add = (n: number, parent: number | null = null) =>
  client.prepare('INSERT INTO log (n, parent) VALUES (?, ?)').run(n, parent)
/** The committed rows, read by another connection. */
function committed(): unknown[] {
  const other = openFile(`file:${join(folder, 'queue.db')}`)
  const rows = other.prepare('SELECT n FROM log ORDER BY n').pluck().all()
  other.close()
  return rows
}
/** The result of each write: its value, or the message of its error. */
const outcomes = async (writes: Promise<unknown>[]) =>
  (await Promise.allSettled(writes)).map((result) =>
    result.status === 'fulfilled' ? result.value : String(result.reason.message),
  )
const numbers = (length: number) => Array.from({ length }, (_, n) => n)
/** The number of COMMITs in the write-ahead log: the last frame of each has the size of the file. */
function commits(): number {
  const log = readFileSync(join(folder, 'queue.db-wal'))
  const frame = 24 + log.readUInt32BE(8)
  let count = 0
  for (let start = 32; start < log.length; start += frame) if (log.readUInt32BE(start + 4) > 0) count++
  return count
}

describe('group commit', () => {
  test('writes that wait together share a COMMIT, 64 at most', async () => {
    const before = commits()
    await Promise.all(numbers(130).map((n) => queue.run(async () => add(n))))
    expect(commits() - before).toBe(3)
    expect(committed()).toEqual(numbers(130))
  })

  test('no write resolves before the COMMIT', async () => {
    const seen = numbers(10).map((n) => queue.run(async () => add(n)).then(() => committed()))
    expect(await Promise.all(seen)).toEqual(numbers(10).map(() => numbers(10)))
  })

  test('a write that fails is rolled back alone', async () => {
    const before = commits()
    const writes = numbers(6).map((n) =>
      queue.run(async () => {
        add(n)
        if (n % 2 === 1) throw new Error(`odd ${n}`)
        return n
      }),
    )
    expect(await outcomes(writes)).toEqual([0, 'odd 1', 2, 'odd 3', 4, 'odd 5'])
    expect(committed()).toEqual([0, 2, 4])
    expect(commits() - before).toBe(1)
  })

  test('a failed COMMIT rejects each write of its group and leaves no row; the next group is not affected', async () => {
    const orphaning = numbers(3).map((n) =>
      queue.run(async () => {
        client.pragma('defer_foreign_keys = ON')
        add(n, n === 1 ? 999 : null)
      }),
    )
    expect(await outcomes(orphaning)).toEqual(Array(3).fill('FOREIGN KEY constraint failed'))
    expect(committed()).toEqual([])
    expect(client.inTransaction).toBe(false)

    await queue.run(async () => add(7))
    expect(committed()).toEqual([7])
  })

  test('an error that ends the transaction rejects the whole group', async () => {
    client.exec(`CREATE TRIGGER strict BEFORE INSERT ON log WHEN NEW.n = 13 BEGIN
      SELECT raise(ROLLBACK, 'unlucky'); END`)
    const writes = [12, 13, 14].map((n) => queue.run(async () => add(n)))
    expect(await outcomes([...writes.slice(0, 2)])).toEqual(['unlucky', 'unlucky'])
    await writes[2]
    expect(committed()).toEqual([14])
  })
})

describe('order', () => {
  test('first in, first out, for writes of any duration', async () => {
    const order: number[] = []
    const writes = numbers(100).map((n) =>
      queue.run(async () => {
        for (let turns = n % 5; turns > 0; turns--) await new Promise((turned) => setImmediate(turned))
        order.push(n)
      }),
    )
    await Promise.all(writes)
    expect(order).toEqual(numbers(100))
  })

  test('one at a time: a write does not see an unfinished one', async () => {
    let inside = 0
    const overlaps = numbers(20).map((n) =>
      queue.run(async () => {
        const before = inside++
        add(n)
        await new Promise((turned) => setImmediate(turned))
        inside--
        return before
      }),
    )
    expect(await Promise.all(overlaps)).toEqual(numbers(20).map(() => 0))
  })

  test('a caller that writes again immediately does not block the event loop', async () => {
    let turned = false
    setImmediate(() => setImmediate(() => setImmediate(() => (turned = true))))
    let writes = 0
    for (; !turned && writes < 1000; writes++) await queue.run(async () => add(writes))
    expect(writes).toBeLessThan(10)
  })
})

describe('the lock', () => {
  test('a write waits while another connection holds it, without blocking the event loop', async () => {
    const other = openFile(`file:${join(folder, 'queue.db')}`)
    other.exec('BEGIN IMMEDIATE; INSERT INTO log (n) VALUES (1)')
    const write = queue.run(async () => add(2))
    // If the wait blocked, this would never run.
    await new Promise((resume) => setTimeout(resume, 20))
    other.exec('COMMIT')
    other.close()
    await write
    expect(committed()).toEqual([1, 2])
  })

  test('a write that waits longer than the deadline fails, and later writes succeed', async () => {
    const other = openFile(`file:${join(folder, 'queue.db')}`)
    other.exec('BEGIN IMMEDIATE')
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout'] })
    const writes = numbers(3).map((n) => queue.run(async () => add(n)))
    const failed = outcomes(writes)
    // The queue waits for one turn of the event loop before it requests the lock.
    await new Promise((turned) => setImmediate(turned))
    await vi.advanceTimersByTimeAsync(11_000)
    expect(await failed).toEqual(Array(3).fill('database is locked'))
    vi.useRealTimers()

    other.exec('ROLLBACK')
    other.close()
    await queue.run(async () => add(9))
    expect(committed()).toEqual([9])
  })
})

describe('idle', () => {
  test('resolves when all queued writes have ended, with those that a queued write added', async () => {
    const ended: number[] = []
    const log = (n: number) => queue.run(async () => void ended.push(n))
    const first = log(1).then(() => log(2))
    await queue.idle()
    expect(ended).toContain(1)
    await first
    await queue.idle()
    expect(ended).toEqual([1, 2])
  })

  test('on a closed connection, writes fail and the queue does not hang', async () => {
    client.close()
    expect(await outcomes([queue.run(async () => 1), queue.run(async () => 2)])).toEqual(
      Array(2).fill('The database connection is not open'),
    )
    await queue.idle()
  })
})
