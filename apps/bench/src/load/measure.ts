import { performance } from 'node:perf_hooks'
import type { Case } from './cases.ts'
import type { ServerProcess } from './child.ts'
import { Connection } from './connection.ts'
import { type Contender, requestOf } from './requests.ts'

/** What one server did in one slice of time. */
export interface Slice {
  requests: number
  seconds: number
  /** Microseconds of the server's CPU for a request. */
  cpu: number
  /** Of each request, in milliseconds. */
  latencies: number[]
  commits: number
}

/** The connections of a case to one server, with the bytes they send. */
export interface Clients {
  server: ServerProcess
  connections: Connection[]
  /** Of each connection, sent in turn. */
  requests: Buffer[][]
}

/** Opens the connections of a case to a server. */
export async function openClients(server: ServerProcess, one: Case): Promise<Clients> {
  const connections = await Promise.all(Array.from({ length: one.connections }, () => Connection.open(server.port)))
  const requests = connections.map((_, index) => {
    const token = one.tokens?.[index % one.tokens.length]
    // Connections that share a token share the bytes too; each starts somewhere else in the inputs.
    const count = Math.ceil(one.inputs.length / (one.kind === 'mutation' ? one.connections : 1))
    const first = one.kind === 'mutation' ? index * count : index
    return Array.from({ length: count }, (_, offset) => requestOf(server.contender, one, first + offset, token))
  })
  return { server, connections, requests }
}

/** Lets every connection send one request after the other for `milliseconds`. */
export async function slice({ server, connections, requests }: Clients, milliseconds: number): Promise<Slice> {
  const latencies: number[] = []
  const before = await server.usage()
  const start = performance.now()
  const end = start + milliseconds
  await Promise.all(
    connections.map(async (connection, index) => {
      const own = requests[index] ?? []
      for (let turn = 0, sent = start; sent < end; turn++) {
        const request = own[turn % own.length]
        if (!request) return
        const { status, raw } = await connection.send(request)
        if (status !== 200 && status !== 304) throw new Error(`${server.contender} answered ${raw.toString()}`)
        const now = performance.now()
        latencies.push(now - sent)
        sent = now
      }
    }),
  )
  const seconds = (performance.now() - start) / 1_000
  const after = await server.usage()
  return {
    requests: latencies.length,
    seconds,
    cpu: (after.cpu - before.cpu) / latencies.length,
    latencies,
    commits: after.commits - before.commits,
  }
}

/** What a server did in all rounds. */
export interface Measured {
  /** Microseconds of CPU for a request, in each round. */
  cpu: number[]
  perSecond: number
  p99: number
  /** Requests for each commit; `null` if there was none. */
  perCommit: number | null
}

/** Sums up the slices of one server. */
export function sumUp(slices: Slice[]): Measured {
  const total = (of: (slice: Slice) => number) => slices.reduce((sum, slice) => sum + of(slice), 0)
  const latencies = slices.flatMap(({ latencies }) => latencies).sort((a, b) => a - b)
  const commits = total(({ commits }) => commits)
  const requests = total((slice) => slice.requests)
  return {
    cpu: slices.map(({ cpu }) => cpu),
    perSecond: requests / total(({ seconds }) => seconds),
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
    perCommit: commits > 0 ? requests / commits : null,
  }
}

/** How the CPU time of one server relates to another's: the median of the ratios of the rounds. */
export function ratio(results: Partial<Record<Contender, Measured>>, of: Contender, to: Contender): number | null {
  const [ours, theirs] = [results[of]?.cpu ?? [], results[to]?.cpu ?? []]
  return median(ours.flatMap((cpu, round) => (theirs[round] ? [cpu / theirs[round]] : [])))
}

/** The one in the middle; `null` of nothing. */
export function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
