import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { driverError } from '../errors.ts'
import { unavailable } from './errors.ts'
import type { Host } from './host.ts'
import { positionOf } from './lsn.ts'
import type { Primary } from './primary.ts'

/** How long a read waits for a replica that has replayed its position, in milliseconds. */
const MAX_WAIT = 50
/** How often a replica is asked while a read waits for it, in milliseconds. */
const POLL = 2

/** A replica, and the target of reads on it. */
interface Replica<Target> {
  readonly host: Host
  readonly target: Target
}

/** The replicas of a server. */
export interface ReplicaOptions<Target> {
  primary: Primary
  /** One that takes writes is left out for as long as it does. */
  replicas: readonly Replica<Target>[]
  /** A replica that is further behind, in milliseconds, is not used. */
  maxLag: number
}

/** Watches the replicas of a server, and chooses one for each read. */
export class Replicas<Target> {
  readonly #primary: Primary
  readonly #replicas: readonly Replica<Target>[]
  readonly #maxLag: number
  readonly #interval: number
  readonly #closed = new AbortController()
  readonly #watching: Promise<void>
  /** Positions of the primary, with the time before each was read. All but the first are younger than `maxLag`. */
  readonly #written: { at: number; position: bigint }[] = []
  #turn = 0

  constructor({ primary, replicas, maxLag }: ReplicaOptions<Target>) {
    this.#maxLag = maxLag
    this.#interval = Math.min(1_000, maxLag / 4)
    this.#primary = primary
    this.#replicas = replicas
    this.#watching = this.#watch()
  }

  /**
   * A replica that has replayed a position, if one is given, in turn. Waits a moment for one. `undefined` without
   * such a replica.
   */
  async choose(position: string | undefined): Promise<Target | undefined> {
    const wanted = positionOf(position)
    const usable = this.#usable()
    const ready = usable.filter(({ host }) => replayedBy(host) >= wanted)
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
    await Promise.all(this.#replicas.map(({ host }) => host.close()))
  }

  /**
   * The replicas that have replayed all that the primary had written `maxLag` ago, by the clock of this process. While the
   * primary cannot be reached, they are used as before.
   */
  #usable(): Replica<Target>[] {
    const needed = this.#written[0]
    return needed ? this.#replicas.filter(({ host }) => replayedBy(host) >= needed.position) : []
  }

  async #watch(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      await Promise.all([this.#readPrimary(), ...this.#replicas.map(({ host }) => host.ask())])
      await pause(this.#interval, undefined, { signal: this.#closed.signal, ref: false }).catch(() => {})
    }
  }

  async #readPrimary(): Promise<void> {
    const at = performance.now()
    const position = await this.#primary.position()
    if (position === undefined) return
    this.#written.push({ at, position })
    while ((this.#written[1]?.at ?? at) < at - this.#maxLag) this.#written.shift()
  }
}

/** Up to where a replica has replayed the log at least. A server that is no replica may have another history. */
const replayedBy = ({ state }: Host): bigint => (state?.isReplica ? state.position : -1n)

/** Resolves when a replica has replayed a position. */
async function reach<Target>({ host, target }: Replica<Target>, wanted: bigint, deadline: number): Promise<Target> {
  for (;;) {
    await host.ask()
    if (replayedBy(host) >= wanted) return target
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
