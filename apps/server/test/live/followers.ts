import type { Change, Journal } from '@trellis/store'
import { z } from 'zod'
import { EventStream } from './event-stream.ts'

/** Reads every change of a journal, as the others must get it. */
export class Reference {
  readonly changes: Change[] = []
  /** The place of each change, by its position. */
  readonly places = new Map<string, number>()
  readonly #journal: Journal
  #position: string
  #reading: Promise<void> = Promise.resolve()

  constructor(journal: Journal, start: string) {
    this.#journal = journal
    this.#position = start
  }

  /** Reads what is committed, and resolves to the position after it. */
  async read(): Promise<string> {
    this.#reading = this.#reading.then(async () => {
      for (let more = true; more; ) {
        const read = await this.#journal.read(this.#position, 500)
        if (!read) throw new Error(`The journal does not have ${this.#position} any more`)
        for (const change of read.changes) this.places.set(change.position, this.changes.push(change) - 1)
        this.#position = read.position
        more = read.more
      }
    })
    await this.#reading
    return this.#position
  }
}

const Batch = z.object({ items: z.array(z.object({ position: z.string() })), reset: z.boolean() })

/** Follows every change, as a service does. */
export class Follower {
  readonly stream: EventStream
  readonly positions: string[] = []
  /** The numbers of positions that came before each reset. */
  readonly resets: number[] = []
  /** Whether the server has refused it. */
  isRefused = false
  hasStarted = false

  constructor(server: () => string, headers: Record<string, string>, interruptions: number) {
    this.stream = new EventStream({
      server,
      path: '/api/changes/stream',
      headers,
      onEvent: (_, data) => {
        const { items, reset } = Batch.parse(JSON.parse(data))
        this.hasStarted = true
        if (reset) this.resets.push(this.positions.length)
        for (const { position } of items) this.positions.push(position)
        if (Math.random() < interruptions) this.stream.interrupt()
      },
      onRefusal: (status) => {
        if (status !== 401 && status !== 403) return
        this.isRefused = true
        this.stream.end()
      },
    })
  }

  /** The changes that it did not get in the order of the reference, each once and without a gap but for a reset. */
  problems({ places }: Reference): string[] {
    return this.positions.flatMap((position, n) => {
      const [place, before] = [places.get(position), places.get(this.positions[n - 1] ?? '')]
      if (place === undefined) return [`${position} is no change`]
      if (before === undefined || place === before + 1) return []
      return this.resets.includes(n) && place > before ? [] : [`change ${place} came after ${before}`]
    })
  }
}
