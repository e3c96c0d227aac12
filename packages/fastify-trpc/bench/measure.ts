import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { load, requestTo } from './load.ts'

// CPU time per request, user and system, of the server's process alone. Machines are noisy: the servers take turns,
// round after round, each server's figure is the median of its rounds, and only ratios are worth quoting.

const servers = ['bare', 'ours', 'official'] as const
type Server = (typeof servers)[number]

const ids = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index, { id: index }]))
const cases = {
  'query, no-op': { request: requestTo('/trpc/noop'), count: 2500 },
  'query, with input': { request: requestTo(`/trpc/byId?input=${encodeURIComponent('{"id":1}')}`), count: 2500 },
  'batch of 10 queries': {
    request: requestTo(`/trpc/${Array(10).fill('byId')}?batch=1&input=${encodeURIComponent(JSON.stringify(ids))}`),
    count: 800,
  },
  mutation: { request: requestTo('/trpc/create', '{"title":"A post"}'), count: 2000 },
}
const rounds = Number(process.argv[2] ?? 7)

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
  for (let round = -2; round < rounds; round++) {
    for (const [server, { child, port }] of processes) {
      await takeCpuTime(child)
      await load(port, request, count)
      const microseconds = (await takeCpuTime(child)) / count
      // The first rounds warm the code up.
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
for (const { child } of processes.values()) child.send('exit')
console.table(table)

/** The CPU time a server has used since it was last asked. */
async function takeCpuTime(child: ChildProcess): Promise<number> {
  child.send('report')
  const [{ microseconds }] = await once(child, 'message')
  return microseconds
}

function median(samples: number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN
}
