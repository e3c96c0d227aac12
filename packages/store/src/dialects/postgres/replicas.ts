import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'pg'
import { driverError } from '../errors.ts'
import { unavailable } from './errors.ts'
import { coalesced, numberOf, replayedOn, writtenOn } from './lsn.ts'
import { isolationFor, surviveErrors } from './pool.ts'

/** How long a read waits for a replica that has replayed its LSN, in milliseconds. */
const MAX_WAIT = 50
/** How often a replica is asked while a read waits for it, in milliseconds. */
const POLL = 2
/** The time limit of asking a server for its LSN, in milliseconds. */
const ASK_TIMEOUT = 1_000

/** A replica, and how far it is. */
interface Replica<Target> {
  readonly target: Target
  readonly pool: Pool
  /** Up to where it has replayed at least. 0 while it cannot be reached. */
  replayed: bigint
  /** Reads `replayed` from it. Never rejects. */
  ask(): Promise<void>
}

/** The URLs of the replicas, with the target of reads on each. */
export interface ReplicaOptions<Target> {
  primary: string
  replicas: readonly { url: string; target: Target }[]
  /** A replica that is further behind, in milliseconds, is not used. */
  maxLag: number
}

/** Watches the replicas of a server, and chooses one for each read. */
export class Replicas<Target> {
  readonly #primary: Pool
  readonly #replicas: Replica<Target>[]
  readonly #maxLag: number
  readonly #interval: number
  readonly #closed = new AbortController()
  readonly #watching: Promise<void>
  /** LSNs of the primary, with the time before each was read. All but the first are younger than `maxLag`. */
  readonly #written: { at: number; lsn: bigint }[] = []
  #turn = 0

  constructor({ primary, replicas, maxLag }: ReplicaOptions<Target>) {
    this.#maxLag = maxLag
    this.#interval = Math.min(1_000, maxLag / 4)
    this.#primary = connectionTo(primary)
    this.#replicas = replicas.map(({ url, target }) => watched(connectionTo(url), target))
    this.#watching = this.#watch()
  }

  /**
   * A replica that has replayed an LSN, if one is given, in turn. Waits a moment for one. `undefined` without
   * such a replica.
   */
  async choose(lsn: string | undefined): Promise<Target | undefined> {
    const wanted = numberOf(lsn)
    const usable = this.#usable()
    const ready = usable.filter(({ replayed }) => replayed >= wanted)
    const chosen = ready[this.#turn++ % ready.length]
    if (chosen || usable.length === 0) return chosen?.target
    const deadline = performance.now() + MAX_WAIT
    const first = Promise.any(usable.map((replica) => reach(replica, wanted, deadline)))
    return Promise.race([first.catch(() => undefined), pause(MAX_WAIT, undefined)])
  }

  /** The number of replicas that are used now. */
  get usable(): number {
    return this.#usable().length
  }

  /** Stops watching. */
  async close(): Promise<void> {
    this.#closed.abort()
    await this.#watching
    await Promise.all([this.#primary, ...this.#replicas.map(({ pool }) => pool)].map((pool) => pool.end()))
  }

  /**
   * The replicas that have replayed all that the primary had written `maxLag` ago, by the clock of this process. While the
   * primary cannot be reached, they are used as before.
   */
  #usable(): Replica<Target>[] {
    const needed = this.#written[0]
    return needed ? this.#replicas.filter(({ replayed }) => replayed >= needed.lsn) : []
  }

  async #watch(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      await Promise.all([this.#readPrimary(), ...this.#replicas.map((replica) => replica.ask())])
      await pause(this.#interval, undefined, { signal: this.#closed.signal, ref: false }).catch(() => {})
    }
  }

  async #readPrimary(): Promise<void> {
    const at = performance.now()
    const lsn = await writtenOn(this.#primary).catch(() => undefined)
    if (lsn === undefined) return
    this.#written.push({ at, lsn })
    while ((this.#written[1]?.at ?? at) < at - this.#maxLag) this.#written.shift()
  }
}

/** A connection of its own: an LSN must not wait behind reads. */
function connectionTo(connectionString: string): Pool {
  const timeouts = { connectionTimeoutMillis: ASK_TIMEOUT, query_timeout: ASK_TIMEOUT }
  const pool = new Pool({
    ...{ connectionString, max: 1, idleTimeoutMillis: 0, ...timeouts },
    // A replica answers nothing in a serializable transaction.
    onConnect: async (client) => {
      await client.query(isolationFor(connectionString))
    },
  })
  surviveErrors(pool)
  return pool
}

function watched<Target>(pool: Pool, target: Target): Replica<Target> {
  const replica: Replica<Target> = {
    ...{ target, pool, replayed: 0n },
    ask: coalesced(async () => {
      replica.replayed = await replayedOn(pool).catch(() => 0n)
    }),
  }
  // A server that starts again may be at an earlier LSN than before.
  pool.on('error', () => {
    replica.replayed = 0n
  })
  return replica
}

/** Resolves when a replica has replayed an LSN. */
async function reach<Target>(replica: Replica<Target>, wanted: bigint, deadline: number): Promise<Target> {
  for (;;) {
    await replica.ask()
    if (replica.replayed >= wanted) return replica.target
    if (performance.now() > deadline) throw new Error('The replica is behind')
    await pause(POLL)
  }
}

/** Statements that waited too long do so on the primary as well. */
const SLOW = /^(57014|55P03|25P0.)$/
/** The replica has cancelled a statement because it was in the way of the replay. */
const CONFLICT = /^(40001|40P01)$/

/** Whether the primary may be able to run a statement that has failed on a replica. */
function mayWorkOnPrimary(error: unknown): boolean {
  const code = driverError(error)?.code ?? ''
  return CONFLICT.test(code) || (unavailable(error) && !SLOW.test(code))
}

/** The pool of a replica, whose statements run on the primary if the replica cannot run them. */
export function orOnPrimary(replica: Pool, primary: Pool): Pool {
  const query = async (...given: unknown[]): Promise<unknown> => {
    try {
      return await Reflect.apply(replica.query, replica, given)
    } catch (error) {
      if (!mayWorkOnPrimary(error)) throw error
      return Reflect.apply(primary.query, primary, given)
    }
  }
  return new Proxy(replica, { get: (target, key) => (key === 'query' ? query : Reflect.get(target, key)) })
}
