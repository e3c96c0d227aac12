import type { Database as Client } from 'better-sqlite3'

/**
 * Lets the reads of one turn of the event loop share a read transaction. Without it, each read would lock and unlock
 * the file, which takes longer than a small read.
 *
 * Requests that arrive in one turn were sent before its first read. Every write that their senders know of was
 * committed earlier, so the snapshot contains it. A write of this process ends the shared transaction before its
 * COMMIT: later reads see the write, and no read transaction of this process prevents a checkpoint of the write-ahead
 * log.
 */
export function sharedReads(client: Client): { start(): void; end(): void } {
  const begin = client.prepare('BEGIN')
  const commit = client.prepare('COMMIT')
  let isSharing = false
  /** Ends the shared transaction: later reads see later commits. */
  const end = () => {
    if (!isSharing) return
    isSharing = false
    if (client.inTransaction) commit.run()
  }
  /** Starts a shared transaction that lasts until the end of the turn. */
  const start = () => {
    if (isSharing) return
    isSharing = true
    begin.run()
    setImmediate(end)
  }
  return { start, end }
}
