import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { loadShape, tokenOf } from '../data/shape.ts'
import { casesOf } from '../load/cases.ts'
import { type ServerProcess, startServer } from '../load/child.ts'
import { Connection } from '../load/connection.ts'
import { fillBlog } from '../load/databases.ts'
import { requestOf } from '../load/requests.ts'
import { progress } from '../progress.ts'
import { shown, table } from '../table.ts'
import { Subscribers } from './subscribers.ts'

const contenders = ['broadcast', 'trellis'] as const
type Contender = (typeof contenders)[number]
const streams: Record<Contender, string> = { broadcast: '/changes', trellis: '/api/posts/changes' }

/** How long a like takes to reach every subscriber of posts, and the memory of a server for each of them. */
export interface LiveResult {
  subscribers: number
  /** Milliseconds from sending the like. */
  p50: Record<Contender, number>
  p99: Record<Contender, number>
  /** The resident memory for an idle subscriber in kB, with as many as were opened. */
  memory: Record<Contender, number>
}

/** How much to measure. */
export interface LiveOptions {
  posts: number
  /** The numbers of subscribers. */
  subscribers: number[]
  rounds: number
  /** Likes in each round. */
  writes: number
}

/** Measures a like until each subscriber has the post, in turn on both servers. */
export async function runLive({ posts, subscribers, rounds, writes }: LiveOptions): Promise<LiveResult[]> {
  const shape = loadShape(posts)
  const like = casesOf(shape).find(({ undo }) => undo)
  if (!like) throw new Error('No case takes back what it has done')
  progress(`writing a blog of ${shape.posts} posts`)
  const copies = await fillBlog('sqlite', shape)
  const servers: Partial<Record<Contender, ServerProcess>> = {}
  try {
    for (const contender of contenders)
      servers[contender] = await startServer(contender, await copies.copy(contender), copies)
    const results: LiveResult[] = []
    for (const count of subscribers) {
      progress(`${count} subscribers`)
      const waited: Record<Contender, number[]> = { broadcast: [], trellis: [] }
      const memory: Record<Contender, number> = { broadcast: 0, trellis: 0 }
      const clients = new Map<Contender, { all: Subscribers; writer: Connection }>()
      for (const contender of contenders) {
        const server = servers[contender]
        if (!server) continue
        const [all, before] = [new Subscribers(), residentMemory(server)]
        await all.open(`http://127.0.0.1:${server.port}${streams[contender]}`, count)
        memory[contender] = (residentMemory(server) - before) / count
        clients.set(contender, { all, writer: await Connection.open(server.port) })
      }
      // The first round is not measured: V8 compiles what is called often.
      for (let round = 0, sent = 0; round <= rounds; round++)
        for (let turn = 0; turn < writes; turn++, sent++)
          for (const [contender, { all, writer }] of clients) {
            const request = requestOf(contender, like, sent, tokenOf(1))
            const times = await all.measure(() => writer.send(request))
            if (round > 0) waited[contender].push(...times)
            await pause(1)
          }
      for (const { all, writer } of clients.values()) {
        all.close()
        writer.close()
      }
      const at = (share: number): Record<Contender, number> => ({
        broadcast: quantile(waited.broadcast, share),
        trellis: quantile(waited.trellis, share),
      })
      results.push({ subscribers: count, p50: at(0.5), p99: at(0.99), memory })
    }
    return results
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()))
    await copies.remove()
  }
}

function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0
}

/** The resident memory of a process in kB, from Linux's `/proc`. */
function residentMemory({ pid }: ServerProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

/** The results as a table. */
export function liveTable(results: LiveResult[]): string {
  const compared = (of: LiveResult['p50']) => [shown(of.broadcast), shown(of.trellis), shown(of.trellis / of.broadcast)]
  return table(
    [
      'subscribers',
      'p50 broadcast ms',
      'trellis ms',
      'ratio',
      'p99 broadcast ms',
      'trellis ms',
      'ratio',
      'kB each: broadcast',
      'trellis',
    ],
    results.map(({ subscribers, p50, p99, memory }) => [
      String(subscribers),
      ...compared(p50),
      ...compared(p99),
      ...[memory.broadcast, memory.trellis].map(shown),
    ]),
  )
}
