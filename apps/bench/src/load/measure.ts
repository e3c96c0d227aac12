import { performance } from 'node:perf_hooks'
import type { Case } from './cases.ts'
import type { ServerProcess } from './child.ts'
import { Connection } from './connection.ts'
import { requestOf } from './requests.ts'

/** The requests of one server in one slice of time. */
export interface Slice {
  requests: number
  seconds: number
  /** CPU time of the server for each request, in microseconds. */
  cpu: number
  /** The latency of each request, in milliseconds. */
  latencies: number[]
  commits: number
}

/** The connections of a case to one server, with the requests they send. */
export interface Clients {
  server: ServerProcess
  connections: Connection[]
  /** The requests of each connection, sent in turn. */
  requests: Buffer[][]
}

/** Opens the connections of a case to a server. */
export async function openClients(server: ServerProcess, one: Case): Promise<Clients> {
  const connections = await Promise.all(Array.from({ length: one.connections }, () => Connection.open(server.port)))
  const requests = connections.map((_, index) => {
    const token = one.tokens?.[index % one.tokens.length]
    // Connections with the same token share the requests. Each starts at a different input.
    const count = Math.ceil(one.inputs.length / (one.kind === 'mutation' ? one.connections : 1))
    const first = one.kind === 'mutation' ? index * count : index
    return Array.from({ length: count }, (_, offset) => requestOf(server.contender, one, first + offset, token))
  })
  return { server, connections, requests }
}

/** Every connection sends one request after the other for `milliseconds`. */
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

/** The summary of one server over all rounds. */
export interface Measured {
  /** CPU time for each request in microseconds, by round. */
  cpu: number[]
  perSecond: number
  p99: number
  /** Writes per commit; `null` for reads, during which the server may still write something of its own. */
  perCommit: number | null
}

/** Summarizes the slices of one server. */
export function sumUp(slices: Slice[], kind: Case['kind']): Measured {
  const total = (of: (slice: Slice) => number) => slices.reduce((sum, slice) => sum + of(slice), 0)
  const latencies = slices.flatMap(({ latencies }) => latencies).sort((a, b) => a - b)
  const commits = total(({ commits }) => commits)
  const requests = total((slice) => slice.requests)
  return {
    cpu: slices.map(({ cpu }) => cpu),
    perSecond: requests / total(({ seconds }) => seconds),
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
    perCommit: kind === 'mutation' && commits > 0 ? requests / commits : null,
  }
}

/** The ratio of the CPU times of two servers, by round: the median of the ratios of the rounds. */
export function ratio(ours: number[] = [], theirs: number[] = []): number | null {
  return median(ours.flatMap((cpu, round) => (theirs[round] ? [cpu / theirs[round]] : [])))
}

/** The median; `null` of an empty list. */
export function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
