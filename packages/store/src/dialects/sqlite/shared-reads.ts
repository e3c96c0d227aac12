import type { Database as Client, Statement } from 'better-sqlite3'

/**
 * Lets the reads of one turn of the event loop share a read transaction. Without it, each read would lock and unlock
 * the file, which takes longer than a small read.
 *
 * Requests that arrive in one turn were sent before its first read. Every write that their senders know of was
 * committed earlier, so the snapshot contains it. A write of this process ends the shared transaction before its
 * COMMIT: later reads see the write, and no read transaction of this process prevents a checkpoint of the write-ahead
 * log.
 */
export class SharedReads {
  readonly #client: Client
  readonly #begin: Statement
  readonly #commit: Statement
  #sharing = false

  constructor(client: Client) {
    this.#client = client
    this.#begin = client.prepare('BEGIN')
    this.#commit = client.prepare('COMMIT')
  }

  /** Starts a shared transaction that lasts until the end of the turn. */
  start(): void {
    if (this.#sharing) return
    this.#sharing = true
    this.#begin.run()
    setImmediate(this.end)
  }

  /** Ends the shared transaction: later reads see later commits. */
  readonly end = (): void => {
    if (!this.#sharing) return
    this.#sharing = false
    if (this.#client.inTransaction) this.#commit.run()
  }
}
