import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import { ReadOnly, unavailable } from './errors.ts'
import { Host } from './host.ts'
import { hostUrls } from './host-urls.ts'
import { coalesced, stateOn, timelineOf } from './lsn.ts'

/** How long a call waits for the next primary if there are several hosts, in milliseconds. */
const PATIENCE = 2_000
/** Asking a host has a shorter time limit of its own, in milliseconds. */
const LOOK_TIMEOUT = 30_000
/** How long after a failed attempt the next one begins, in milliseconds. */
const PAUSE = 50

/**
 * The server of a cluster that takes writes. After a failover it is another host, with a newer timeline. The one before may not know that
 * it was replaced, and acknowledge writes that are lost later: once a newer timeline was seen, no connection to an older one is used.
 */
export class Primary {
  readonly hosts: readonly Host[]
  /** How long a call waits for the next primary, in milliseconds. One host is an address behind which others look for it. */
  readonly patience: number
  /** The timelines of open connections. */
  readonly #connections = new Map<Client, number>()
  #current: Host
  #timeline = 0

  constructor(url: string) {
    const [first, ...others] = hostUrls(url)
    this.#current = new Host(first)
    this.hosts = [this.#current, ...others.map((url) => new Host(url))]
    this.patience = others.length > 0 ? PATIENCE : 0
  }

  /** The URL of the host, as far as is known. A new connection to it is to be verified. */
  get url(): string {
    return this.#current.url
  }

  /** Asks all hosts which of them takes writes, and returns it, if there is one. Never rejects. */
  readonly look = coalesced(async () => {
    await Promise.all(this.hosts.map((host) => host.ask()))
    const [newest] = this.hosts.filter(({ state }) => state?.takesWrites).sort((a, b) => timelineOn(b) - timelineOn(a))
    if (!newest || !this.#see(timelineOn(newest))) return undefined
    this.#current = newest
    return newest
  }, LOOK_TIMEOUT)

  /** The position up to which the log is sent to replicas. `undefined` while there is no primary. */
  async position(): Promise<bigint | undefined> {
    await this.look()
    const { state } = this.#current
    return state && !state.isReplica && timelineOf(state.position) >= this.#timeline ? state.position : undefined
  }

  /**
   * Checks that a new connection leads to the primary, and closes it when there is a newer one.
   *
   * @throws ReadOnly if it does not.
   */
  async verify(client: Client, writes: boolean): Promise<void> {
    const { isReplica, takesWrites, position } = await stateOn(client)
    // An address of its own may lead to a replica on purpose: it answers reads.
    if (writes ? !takesWrites : isReplica && this.patience > 0) throw new ReadOnly('The database is read-only')
    if (isReplica) return
    const timeline = timelineOf(position)
    if (!this.#see(timeline)) throw new ReadOnly('The server was replaced by another one')
    this.#connections.set(client, timeline)
    client.once('end', () => this.#connections.delete(client))
  }

  /** Runs what needs a connection until there is a primary, or patience ends. */
  async awaited<T>(run: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + this.patience
    for (;;) {
      try {
        return await run()
      } catch (error) {
        if (!unavailable(error)) throw error
        // All calls wait for the same questions, instead of a connection each that fails.
        for (let found: unknown; !found; ) {
          const left = deadline - performance.now()
          if (left <= 0) throw error
          await pause(PAUSE)
          found = await Promise.race([this.look(), pause(left, undefined, { ref: false })])
        }
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.close()))
  }

  /** Whether a timeline is the newest that was seen. Breaks the connections to older ones. */
  #see(timeline: number): boolean {
    if (timeline < this.#timeline) return false
    this.#timeline = timeline
    for (const [client, other] of this.#connections) if (other < timeline) client.connection.stream.destroy()
    return true
  }
}

const timelineOn = ({ state }: Host): number => (state ? timelineOf(state.position) : 0)

/**
 * The URL of the primary among several hosts, for one connection. A URL with one host is returned unchanged.
 *
 * @throws an error that is `unavailable` if none takes writes.
 */
export async function primaryUrl(url: string): Promise<string> {
  const [only, ...others] = hostUrls(url)
  if (others.length === 0) return only
  const primary = new Primary(url)
  try {
    const found = await primary.look()
    if (found) return found.url
    const errors = primary.hosts.flatMap(({ error }) => (error === undefined ? [] : [error]))
    throw errors.length === primary.hosts.length ? errors[0] : new ReadOnly('None of the hosts takes writes.')
  } finally {
    await primary.close()
  }
}
