import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'

/** How often connections are looked at, in milliseconds. */
const INTERVAL = 500
/** How long an answer may take before the server is asked about the connection, in milliseconds. */
const SILENCE = 1_500
/** The time limits of opening the connection that asks, and of its question, in milliseconds. */
const CONNECT_TIMEOUT = 1_500
const ASK_TIMEOUT = 1_000
/** How long an answer may be on its way after the server has sent it, in milliseconds. */
const ON_ITS_WAY = 500

/** How much longer than the server the client waits for the end of a statement, in milliseconds. */
const GRACE = 5_000

/** The backends that execute a statement: they neither wait for the next one, nor for a client that reads or writes. */
const WORKING = `SELECT pg_backend_pid() AS own, ARRAY(
    SELECT pid FROM pg_stat_activity
    WHERE coalesce(state, '') NOT LIKE 'idle%' AND wait_event_type IS DISTINCT FROM 'Client'
  ) AS working`

/** A connection, with the bytes that it has sent and received. */
interface Watched {
  readonly client: Client
  readonly stream: Socket
  /** The bytes that were sent when the last answer was complete. */
  answered: number
  received: number
  /** When it was first seen that bytes were received, and that an answer is awaited. */
  heardAt: number
  waitingSince: number | undefined
}

/**
 * Destroys connections whose server does not answer any more: its host has vanished, or something in between has dropped the
 * connection. The driver notices that after minutes or hours, because nothing is received. A long statement sends
 * nothing either, so a new connection asks the server whether it still executes the statement.
 */
export class Watchdog {
  readonly #url: string
  readonly #limit: number
  readonly #watched = new Set<Watched>()
  #timer: NodeJS.Timeout | undefined
  #asking = false

  /** `limit`: the server ends a statement that executes for longer, in milliseconds. */
  constructor(url: string, limit: number) {
    this.#url = url
    this.#limit = limit
  }

  /** Watches a connection until it is closed. */
  watch(client: Client): void {
    const { stream } = client.connection
    if (!(stream instanceof Socket)) return
    const sent = stream.bytesWritten
    const watched: Watched = {
      ...{ client, stream, answered: sent, received: stream.bytesRead },
      ...{ heardAt: performance.now(), waitingSince: undefined },
    }
    client.on('drain', () => {
      watched.answered = stream.bytesWritten
    })
    client.once('end', () => {
      this.#watched.delete(watched)
      if (this.#watched.size === 0) clearInterval(this.#timer)
    })
    if (this.#watched.size === 0) this.#timer = setInterval(() => this.#look(), INTERVAL).unref()
    this.#watched.add(watched)
  }

  #look(): void {
    this.#update()
    const silent = [...this.#watched].filter((watched) => silenceOf(watched) >= SILENCE)
    if (silent.length === 0 || this.#asking) return
    this.#asking = true
    this.#examine(silent).finally(() => {
      this.#asking = false
    })
  }

  #update(): void {
    const now = performance.now()
    for (const watched of this.#watched) update(watched, now)
  }

  async #examine(silent: Watched[]): Promise<void> {
    const since = performance.now()
    const isWorking = await ask(this.#url)
    await pause(ON_ITS_WAY)
    this.#update()
    // While one of its connections gets answers, a server that takes no new ones is busy.
    const isGone = !isWorking && ![...this.#watched].some(({ heardAt }) => heardAt >= since)
    const lost = silent.filter(
      (watched) =>
        watched.heardAt < since &&
        (isGone || isWorking?.(watched.client) === false || silenceOf(watched) > this.#limit + GRACE),
    )
    if (lost.length > 0) this.#destroy(lost)
  }

  /** Destroys lost connections, and idle ones that may be lost as well: they were not heard since. */
  #destroy(lost: Watched[]): void {
    const since = Math.max(...lost.map(({ waitingSince = 0 }) => waitingSince))
    const idle = [...this.#watched].filter(
      ({ client, heardAt, waitingSince }) =>
        waitingSince === undefined && heardAt <= since && client.getTransactionStatus() === 'I',
    )
    for (const { stream } of [...lost, ...idle]) stream.destroy()
  }
}

/** The watchdog of each host, which its pools share. */
export function watchdogs(limit: number): (url: string) => Watchdog {
  const watchdogs = new Map<string, Watchdog>()
  return (url) => {
    const watchdog = watchdogs.get(url) ?? new Watchdog(url, limit)
    watchdogs.set(url, watchdog)
    return watchdog
  }
}

function update(watched: Watched, now: number): void {
  const { stream, answered, received } = watched
  if (stream.bytesRead !== received) {
    watched.received = stream.bytesRead
    watched.heardAt = now
  }
  if (stream.bytesWritten === answered) watched.waitingSince = undefined
  else watched.waitingSince ??= now
}

/** For how long an awaited answer has not come, in milliseconds. */
function silenceOf({ waitingSince, heardAt }: Watched): number {
  return waitingSince === undefined ? 0 : performance.now() - Math.max(waitingSince, heardAt)
}

/**
 * Asks the server on a new connection which statements it executes. `undefined` if it does not answer. What it cannot tell,
 * because it refuses the connection or a pooler stands in between, counts as executing.
 */
async function ask(connectionString: string): Promise<((client: Client) => boolean) | undefined> {
  const asking = new Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: ASK_TIMEOUT,
  })
  asking.on('error', () => {})
  const { stream } = asking.connection
  try {
    await asking.connect()
    const { rows } = await asking.query<{ own: number; working: number[] }>(WORKING)
    const [answer = { own: 0, working: [] }] = rows
    // A pooler gives numbers of its own to connections.
    const isDirect = answer.own === processOf(asking)
    return (client) => !isDirect || answer.working.includes(processOf(client) ?? 0)
  } catch {
    return stream instanceof Socket && stream.bytesRead > 0 ? () => true : undefined
  } finally {
    stream.destroy()
  }
}

/** The number of the backend of a connection. */
function processOf(client: Client): number | undefined {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : undefined
}
