import type { Database as Client, Statement } from 'better-sqlite3'
import { isBusy } from './errors.ts'

/** The maximum number of writes that share one COMMIT. Limits the wait of the first of them. */
const MAX_GROUP = 64
/** How long to wait for another process that holds the write lock, in milliseconds. */
const BUSY_TIMEOUT = 10_000

interface Job {
  run(): Promise<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * One writer, first in, first out. Writes that wait together are committed together: each has its own savepoint, and
 * all share one COMMIT and one fsync. No write resolves before it.
 */
export class WriteQueue {
  readonly #client: Client
  readonly #beforeCommit: () => void
  readonly #onCommit: ((transactions: number) => void) | undefined
  readonly #savepoint: Statement
  readonly #release: Statement
  readonly #waiting: Job[] = []
  #running = 0
  #draining: Promise<void> | undefined

  /** `beforeCommit` is called before each COMMIT, `onCommit` after it with the number of writes that share it. */
  constructor(client: Client, beforeCommit: () => void, onCommit?: (transactions: number) => void) {
    this.#onCommit = onCommit
    this.#client = client
    this.#beforeCommit = beforeCommit
    this.#savepoint = client.prepare('SAVEPOINT write')
    this.#release = client.prepare('RELEASE write')
  }

  /** Runs `work` in a transaction. Resolves after its COMMIT; rejects with the error of `work` or of the COMMIT. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run: work, resolve: (value) => resolve(value as T), reject })
      this.#draining ??= this.#drain()
    })
  }

  /** The number of waiting and running writes. */
  get size(): number {
    return this.#waiting.length + this.#running
  }

  /** Resolves when no write waits or runs. */
  async idle(): Promise<void> {
    while (this.#draining) await this.#draining
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // All requests read in this turn of the event loop join the queue before the COMMIT, and a caller that writes
      // again as soon as its promise resolves does not block the event loop.
      await new Promise((turned) => setImmediate(turned))
      await this.#commitGroup()
      this.#running = 0
    }
    this.#draining = undefined
  }

  async #commitGroup(): Promise<void> {
    const settled: (() => void)[] = []
    const group: Job[] = []
    try {
      await this.#begin()
      for (let job = this.#waiting.shift(); job; job = group.length < MAX_GROUP ? this.#waiting.shift() : undefined) {
        group.push(job)
        this.#running = group.length
        settled.push(await this.#attempt(job))
      }
      this.#beforeCommit()
      this.#client.exec('COMMIT')
    } catch (error) {
      if (this.#client.inTransaction) this.#client.exec('ROLLBACK')
      const failed = group.length > 0 ? group : this.#waiting.splice(0)
      for (const job of failed) job.reject(error)
      return
    }
    this.#onCommit?.(settled.length)
    for (const settle of settled) settle()
  }

  /** Runs one write in its savepoint. Returns the function that settles its promise after the COMMIT of the group. */
  async #attempt(job: Job): Promise<() => void> {
    this.#savepoint.run()
    try {
      const value = await job.run()
      this.#release.run()
      return () => job.resolve(value)
    } catch (error) {
      // A full disk or a failed read ends the whole transaction, with all writes of the group.
      if (!this.#client.inTransaction) throw error
      this.#client.exec('ROLLBACK TO write; RELEASE write')
      return () => job.reject(error)
    }
  }

  /** The driver would wait for the lock in a blocking call. This wait does not block the event loop. */
  async #begin(): Promise<void> {
    const deadline = Date.now() + BUSY_TIMEOUT
    for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
      try {
        this.#client.exec('BEGIN IMMEDIATE')
        return
      } catch (error) {
        if (!isBusy(error) || Date.now() > deadline) throw error
        await new Promise((resume) => setTimeout(resume, pause))
      }
    }
  }
}
