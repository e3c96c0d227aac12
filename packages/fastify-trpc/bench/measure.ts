import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { load, requestTo } from './load.ts'

// Measures the CPU time per request, user and system, of the server's process alone. Machines are noisy, so the servers
// take turns, round after round; the result of a server is the median of its rounds, and only ratios are meaningful.

const servers = ['bare', 'ours', 'official'] as const
type Server = (typeof servers)[number]

const ids = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index, { id: index }]))
const cases = {
  'no-op query': { request: requestTo('/trpc/noop'), count: 2000 },
  'query with an input': { request: requestTo(`/trpc/byId?input=${encodeURIComponent('{"id":1}')}`), count: 2000 },
  'batch of 10 queries': {
    request: requestTo(`/trpc/${Array(10).fill('byId')}?batch=1&input=${encodeURIComponent(JSON.stringify(ids))}`),
    count: 300,
  },
  mutation: { request: requestTo('/trpc/create', '{"title":"A book"}'), count: 2000 },
}
const secondsPerCase = 8

const processes = new Map<Server, { child: ChildProcess; port: number }>()
for (const server of servers) {
  const child = fork(new URL('server.ts', import.meta.url), [server], {
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const [{ port }] = await once(child, 'message')
  processes.set(server, { child, port })
}

const table: Record<string, Record<string, string>> = {}
for (const [name, { request, count }] of Object.entries(cases)) {
  const samples: Record<Server, number[]> = { bare: [], ours: [], official: [] }
  const end = performance.now() + secondsPerCase * 1000
  for (let round = -1; round < 1 || performance.now() < end; round++) {
    for (const [server, { child, port }] of processes) {
      await takeCpuTime(child)
      await load(port, request, count)
      const microseconds = (await takeCpuTime(child)) / count
      // The first round is a warm-up.
      if (round >= 0) samples[server].push(microseconds)
    }
  }
  const [bare, ours, official] = [median(samples.bare), median(samples.ours), median(samples.official)]
  table[name] = {
    'bare route, us': bare.toFixed(1),
    'ours, us': ours.toFixed(1),
    'official, us': official.toFixed(1),
    'ours / official': (ours / official).toFixed(2),
    'ours / bare': (ours / bare).toFixed(2),
  }
}
for (const { child } of processes.values()) child.disconnect()
console.table(table)

/** The CPU time of a server since the last request for it. */
async function takeCpuTime(child: ChildProcess): Promise<number> {
  child.send('report')
  const [{ microseconds }] = await once(child, 'message')
  return microseconds
}

function median(samples: number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN
}
