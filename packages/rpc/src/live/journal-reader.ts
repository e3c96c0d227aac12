import { type Change, isBefore, type Journal } from '@trellis/store'

/** The maximum number of changes that are read from the journal at once. */
const BATCH = 500
/** The number of recent batches that are kept for subscribers that are a little behind, and of the changes in them. */
const RECENT = 64
const RECENT_CHANGES = 1_000
/** How long to wait after the journal could not be read, in milliseconds. */
const RETRY = 1_000

/** Changes in their order: all that follow the position `from`, up to the position `to`. */
export interface Batch {
  readonly from: string
  readonly to: string
  readonly changes: readonly Change[]
}

/**
 * Reads the journal once for all subscribers of a process. A subscriber is a position: it takes the next batch from memory, or,
 * if it is further behind, from the journal. Nothing is queued for it, so a slow one costs no memory.
 */
export class JournalReader {
  readonly #journal: Journal
  /** The recent batches, the oldest first, by the position that they follow. */
  readonly #recent = new Map<string, Batch>()
  /** The number of changes in them. */
  #kept = 0
  readonly #waiting = new Set<() => void>()
  #position: Promise<string> | undefined
  #newest = ''
  #reading: Promise<void> | undefined
  #isBehind = false
  #isClosed = false
  #stop: (() => void) | undefined

  constructor(journal: Journal) {
    this.#journal = journal
  }

  /** The position from which a new subscriber sees every later change. */
  async position(): Promise<string> {
    await this.#start()
    return this.#newest
  }

  /** The position of the newest change, which this reader may not have read yet. */
  newest(): Promise<string> {
    return this.#journal.position()
  }

  /**
   * The changes after a position, as they are committed. `signal` ends the waiting for more: with one that is aborted already, it
   * gives the changes that are there. Ends with `undefined` if the journal does not have the position.
   */
  async *follow(position: string, signal: AbortSignal): AsyncGenerator<Batch | undefined, void, void> {
    await this.#start()
    const waits = !signal.aborted
    for (let at = position; !waits || !signal.aborted; ) {
      const newest = this.#newest
      const isNewest = at === newest && waits
      const batch = this.#recent.get(at) ?? (isNewest ? 'none' : await this.#missed(at, waits))
      if (batch !== 'none') {
        yield batch
        if (!batch) return
        at = batch.to
      } else if (!waits || this.#isClosed) return
      // Otherwise a batch came while the journal was read.
      else if (newest === this.#newest) await this.#next(signal)
    }
  }

  /** Ends the reading, and what follows it. */
  close(): void {
    this.#isClosed = true
    this.#stop?.()
    this.#release()
  }

  #start(): Promise<string> {
    this.#position ??= this.#journal.position().then(
      (position) => {
        this.#newest = position
        this.#stop = this.#journal.watch(() => this.#wake())
        return position
      },
      (error: unknown) => {
        this.#position = undefined
        throw error
      },
    )
    return this.#position
  }

  /**
   * The changes that a subscriber has missed. While it waits for more, only those up to the position of this reader, from which it goes
   * on with the others. A subscriber that comes from another server may be ahead of this reader.
   */
  async #missed(position: string, waits: boolean): Promise<Batch | 'none' | undefined> {
    const newest = this.#newest
    const read = await this.#journal.read(position, BATCH)
    if (!read) return undefined
    const isCut = waits && isBefore(newest, read.position)
    const to = isCut ? newest : read.position
    if (to === position || isBefore(to, position)) return 'none'
    return {
      from: position,
      to,
      changes: isCut ? read.changes.filter((one) => !isBefore(to, one.position)) : read.changes,
    }
  }

  /** Waits for a new batch. */
  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.add(done)
      signal.addEventListener('abort', done)
    })
  }

  /** Reads what is new. A call while it reads makes it read once more. */
  #wake(): void {
    this.#isBehind = true
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
  }

  async #read(): Promise<void> {
    while (this.#isBehind && !this.#isClosed) {
      this.#isBehind = false
      try {
        const from = this.#newest
        const read = await this.#journal.read(from, BATCH)
        if (!read) await this.#startAgain()
        else if (read.position !== from) this.#add({ from, to: read.position, changes: read.changes })
        if (read?.more) this.#isBehind = true
      } catch {
        // The database is away. The journal calls again, also when no change comes.
        await new Promise((resume) => setTimeout(resume, RETRY).unref())
        this.#isBehind = true
      }
    }
  }

  /** The journal has another history now: the positions of all subscribers are gone, and each will find that out. */
  async #startAgain(): Promise<void> {
    this.#recent.clear()
    this.#kept = 0
    this.#newest = await this.#journal.position()
    this.#release()
  }

  #add(batch: Batch): void {
    this.#recent.set(batch.from, batch)
    this.#kept += batch.changes.length
    for (const [from, { changes }] of this.#recent) {
      if (this.#recent.size <= RECENT && this.#kept <= RECENT_CHANGES) break
      this.#recent.delete(from)
      this.#kept -= changes.length
    }
    this.#newest = batch.to
    this.#release()
  }

  #release(): void {
    for (const done of [...this.#waiting]) done()
  }
}
