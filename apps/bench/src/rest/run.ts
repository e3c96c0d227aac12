import { loadShape } from '../data/shape.ts'
import { type ServerProcess, startServer } from '../load/child.ts'
import { Connection } from '../load/connection.ts'
import { fillBlog } from '../load/databases.ts'
import { median, ratio, slice } from '../load/measure.ts'
import type { LoadOptions } from '../load/run.ts'
import { progress } from '../progress.ts'
import type { RatioResult } from '../ratios.ts'
import { cached, get, type Pair, pairsOf } from './pairs.ts'

/** Measures one server with both halves of each pair in turn. */
export async function runRest(options: LoadOptions): Promise<RatioResult[]> {
  const shape = loadShape(options.posts)
  progress(`writing a blog of ${shape.posts} posts`)
  const copies = await fillBlog(options.engine, shape)
  let server: ServerProcess | undefined
  try {
    server = await startServer('trellis', await copies.copy('trellis'), copies)
    const pairs = pairsOf(shape, await etagsOf(server)).filter(({ name }) => name.includes(options.only ?? ''))
    const results: RatioResult[] = []
    for (const pair of pairs) {
      progress(pair.name)
      results.push(await measure(pair, server, options))
    }
    return results
  } finally {
    await server?.stop()
    await copies.remove()
  }
}

async function etagsOf({ port }: ServerProcess): Promise<Map<string, string>> {
  const connection = await Connection.open(port)
  const etags = new Map<string, string>()
  for (const path of cached) {
    const { raw } = await connection.send(get(path))
    const etag = /\r\netag: (.*?)\r\n/i.exec(raw.toString('latin1'))?.[1]
    if (!etag) throw new Error(`${path} has no etag`)
    etags.set(path, etag)
  }
  connection.close()
  return etags
}

/** More requests than a connection sends in a slice. */
const REQUESTS = 200

async function measure(pair: Pair, server: ServerProcess, { rounds, slice: milliseconds }: LoadOptions) {
  const connections = await Promise.all(Array.from({ length: pair.connections }, () => Connection.open(server.port)))
  const load = async (half: 'base' | 'measured', round: number, milliseconds: number) => {
    // Each round has requests of its own, because a key that is sent again is a repetition.
    const requests = connections.map((): Buffer[] => [])
    // In the order in which they are sent, because keys begin with the time.
    for (let index = round * REQUESTS; index < (round + 1) * REQUESTS; index++)
      for (const [connection, own] of requests.entries()) own.push(pair[half](connection, index))
    return (await slice({ server, connections, requests }, milliseconds)).cpu
  }
  try {
    const halves = ['base', 'measured'] as const
    for (const half of halves) await load(half, 0, milliseconds * 5)
    const cpu: Record<(typeof halves)[number], number[]> = { base: [], measured: [] }
    for (let round = 1; round <= rounds; round++) {
      for (const half of round % 2 === 0 ? halves : halves.toReversed()) {
        cpu[half].push(await load(half, round, milliseconds))
      }
    }
    return {
      name: pair.name,
      base: median(cpu.base),
      measured: median(cpu.measured),
      ratio: ratio(cpu.measured, cpu.base),
      target: pair.target,
    }
  } finally {
    for (const connection of connections) connection.close()
  }
}
