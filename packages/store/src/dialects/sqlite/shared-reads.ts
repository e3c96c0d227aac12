import type { Database as Client, Statement } from 'better-sqlite3'

/**
 * Lets the reads of one turn of the event loop share a transaction. On its own each would lock and unlock the file,
 * which takes longer than a small read does.
 *
 * What arrives in one turn was sent before its first read, so every write that its sender can know of is in what that
 * read sees. A write of this process ends the sharing before it commits: later reads see it, and no reader of ours ever
 * keeps the write-ahead log from starting over.
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

  /** Starts sharing, until the turn ends. */
  start(): void {
    if (this.#sharing) return
    this.#sharing = true
    this.#begin.run()
    setImmediate(this.end)
  }

  /** Ends sharing: what is read from here on sees what is committed by then. */
  readonly end = (): void => {
    if (!this.#sharing) return
    this.#sharing = false
    if (this.#client.inTransaction) this.#commit.run()
  }
}
