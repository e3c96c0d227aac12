/** The points of calls of one network that run at once. */
const AT_ONCE = 50
/**
 * The turns of the event loop after which points are given back. In each turn Node accepts one connection: with fewer, a
 * network that opens hundreds would keep others waiting for as many of its own calls.
 */
const TURNS = 32
/** The calls of one network that wait. */
const MAX_WAITING = 1_000

/** The calls of one network that run, and that wait. */
interface Queue {
  running: number
  /** The points of calls that have ended, until they are given back. */
  ended: number
  readonly waiting: { readonly points: number; readonly start: () => void }[]
}

/**
 * Bounds the calls that run at once for each network, in points of its budget; the others wait in its own queue. Points are given back
 * some turns of the event loop later: also calls that never wait for the database let those of other networks run between them.
 */
export class Turns {
  readonly #queues = new Map<string, Queue>()

  /** Runs something when there is room for its points. `undefined` if too much waits already. */
  run<Result>(network: string, points: number, run: () => Promise<Result>): Promise<Result> | undefined {
    let queue = this.#queues.get(network)
    if (!queue) {
      queue = { running: 0, ended: 0, waiting: [] }
      this.#queues.set(network, queue)
    }
    if (queue.waiting.length === 0 && hasRoom(queue, points)) {
      queue.running += points
      return this.#finish(network, queue, points, run)
    }
    if (queue.waiting.length >= MAX_WAITING) return undefined
    return this.#wait(network, queue, points, run)
  }

  async #wait<Result>(network: string, queue: Queue, points: number, run: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((start) => queue.waiting.push({ points, start }))
    return this.#finish(network, queue, points, run)
  }

  async #finish<Result>(network: string, queue: Queue, points: number, run: () => Promise<Result>): Promise<Result> {
    try {
      return await run()
    } finally {
      if (queue.ended === 0) setImmediate(() => this.#later(network, queue, TURNS))
      queue.ended += points
    }
  }

  #later(network: string, queue: Queue, turns: number): void {
    if (turns > 1) setImmediate(() => this.#later(network, queue, turns - 1))
    else this.#giveBack(network, queue)
  }

  #giveBack(network: string, queue: Queue): void {
    queue.running -= queue.ended
    queue.ended = 0
    for (let next = queue.waiting[0]; next && hasRoom(queue, next.points); next = queue.waiting[0]) {
      queue.waiting.shift()
      queue.running += next.points
      next.start()
    }
    if (queue.running === 0) this.#queues.delete(network)
  }
}

/** Whether there is room for more. Something that costs more than the bound runs alone. */
function hasRoom({ running }: Queue, points: number): boolean {
  return running === 0 || running + points <= AT_ONCE
}
