import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { SERVICE_KEY, type ServerProcess, startProcess, stopProcess } from '../server-process.ts'
import { cluster, eventually, settle } from './cluster.ts'

const SERVERS = 2
const WRITERS = 8
const READERS = 8
/** For how long there is traffic before an event, and at least after it, in milliseconds. */
const BEFORE = 5_000
const AFTER = 30_000

/** What an event costs. */
export interface Costs {
  /** For each server, the longest time without a write, and without a read of a caller who is not signed in, in seconds. */
  readonly gaps: readonly number[]
  readonly reads: readonly number[]
  readonly acknowledged: number
  readonly lost: number
  /** Writes and reads of own writes with a wrong answer. */
  readonly wrong: number
  /** Servers that ended by themselves. */
  readonly ended: number
}

/** A row of the table. */
export interface Row extends Costs {
  readonly event: string
  readonly via: string
  readonly sync: boolean
}

/** What the clients of a server have seen. */
interface Seen {
  readonly names: string[]
  readonly writes: number[]
  readonly reads: number[]
  wrong: number
}

/** Measures an event under the traffic of two servers. */
export async function measure({ url, event, sync }: { url: string; event: string; sync: boolean }): Promise<Costs> {
  await settle(sync)
  const servers = await Promise.all(
    Array.from({ length: SERVERS }, () => startProcess({ DATABASE_URL: url, LOCK_TIMEOUT_SECONDS: '2' })),
  )
  let isOver = false
  const traffic = servers.map((server) => use(server, () => isOver))
  await pause(BEFORE)
  const began = performance.now()
  const [command = '', ...args] = event.split(' ')
  await Promise.all([cluster(command, ...args), pause(AFTER)])
  isOver = true
  const seen = await Promise.all(traffic)
  const ended = servers.filter(({ child }) => child.exitCode !== null).length
  await Promise.all(servers.map((server) => stopProcess(server)))
  const kept = new Set((await eventually(() => cluster('sql', 'SELECT name FROM tags'))).split('\n'))
  const names = seen.flatMap((one) => one.names)
  return {
    gaps: seen.map(({ writes }) => longestGap(writes, began)),
    reads: seen.map(({ reads }) => longestGap(reads, began)),
    acknowledged: names.length,
    lost: names.filter((name) => !kept.has(name)).length,
    wrong: seen.reduce((sum, { wrong }) => sum + wrong, 0),
    ended,
  }
}

/** The longest time between two of these times since a moment, in seconds. The end counts as one. */
function longestGap(times: number[], since: number): number {
  const later = [...times.filter((time) => time > since - 1_000), performance.now()].sort((a, b) => a - b)
  return Math.max(...later.map((time, index) => time - (later[index - 1] ?? time))) / 1_000
}

/** Writes and reads until it is over. */
async function use({ url }: ServerProcess, isOver: () => boolean): Promise<Seen> {
  const seen: Seen = { names: [], writes: [], reads: [], wrong: 0 }
  const writers = Array.from({ length: WRITERS }, async () => {
    while (!isOver()) await writeAndRead(url, seen, isOver)
  })
  const readers = Array.from({ length: READERS }, async () => {
    while (!isOver()) {
      const { ok } = await call(`${url}/api/posts?limit=1`)
      if (ok) seen.reads.push(performance.now())
      await pause(ok ? 20 : 500)
    }
  })
  await Promise.all([...writers, ...readers])
  return seen
}

/** Creates a tag, again with the same key after a failure that may pass, and reads it. */
async function writeAndRead(url: string, seen: Seen, isOver: () => boolean): Promise<void> {
  const name = randomUUID()
  const headers = {
    'idempotency-key': name,
    authorization: `Bearer ${SERVICE_KEY}`,
    'content-type': 'application/json',
  }
  for (; !isOver(); await pause(1_000)) {
    const written = await call(`${url}/api/tags`, { method: 'POST', headers, body: JSON.stringify({ name }) })
    if (written.mayPass) continue
    if (!written.ok) {
      seen.wrong++
      break
    }
    seen.names.push(name)
    seen.writes.push(performance.now())
    const own = await call(`${url}${written.location}`, { headers: { 'x-trellis-commit': written.position } })
    if (!own.ok && !own.mayPass) seen.wrong++
    break
  }
  await pause(20)
}

/** Calls a server. A call without an answer, and one that was answered 429 or 503, may pass later. */
async function call(url: string, init: RequestInit = {}) {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) }).catch(() => undefined)
  await response?.arrayBuffer().catch(() => undefined)
  return {
    ok: response?.ok ?? false,
    mayPass: !response || response.status === 429 || response.status === 503,
    location: new URL(response?.headers.get('location') ?? '/', url).pathname,
    position: response?.headers.get('x-trellis-commit') ?? '',
  }
}
