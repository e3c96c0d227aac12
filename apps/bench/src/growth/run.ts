import { performance } from 'node:perf_hooks'
import { createCaller, createContext } from '@trellis/api'
import { type DialectName, openStore, type Store } from '@trellis/db'
import { openDatabases } from '../data/databases.ts'
import { randomNumbers } from '../data/random.ts'
import { type Shape, shapeOf } from '../data/shape.ts'
import { median } from '../load/measure.ts'
import { progress } from '../progress.ts'
import { type Read, reads } from './reads.ts'

/** How much to measure. */
export interface GrowthOptions {
  engines: DialectName[]
  /** Posts, from the smallest blog to the largest. */
  sizes: number[]
  rounds: number
  /** Milliseconds that a read is repeated for, at each size in each round. */
  slice: number
  /** Runs only the reads whose name contains it. */
  only?: string | undefined
}

/** How a read grows on an engine. */
export interface Growth {
  engine: DialectName
  read: string
  /** Median milliseconds of a call, at each size. */
  milliseconds: (number | null)[]
  /** The largest size against the smallest. */
  growth: number | null
  target: number
}

/** Calls every read on blogs of every size, on every engine. */
export async function runGrowth(options: GrowthOptions): Promise<Growth[]> {
  const results: Growth[] = []
  for (const engine of options.engines) results.push(...(await measureEngine(engine, options)))
  return results
}

interface Blog {
  shape: Shape
  store: Store
}

async function measureEngine(engine: DialectName, { sizes, only, ...options }: GrowthOptions): Promise<Growth[]> {
  const databases = await openDatabases(engine)
  const blogs: Blog[] = []
  try {
    for (const size of sizes) {
      progress(`${engine}: writing a blog of ${size} posts`)
      const shape = shapeOf(size)
      blogs.push({ shape, store: openStore({ url: await databases.make(shape), poolSize: 1 }) })
    }
    const chosen = reads.filter(({ name }) => name.includes(only ?? ''))
    const results: Growth[] = []
    for (const [index, read] of chosen.entries()) {
      progress(`${engine}: ${index + 1}/${chosen.length} ${read.name}`)
      const milliseconds = await measure(read, blogs, options)
      const [first, last] = [milliseconds.at(0), milliseconds.at(-1)]
      results.push({
        engine,
        read: read.name,
        milliseconds,
        growth: first && last ? last / first : null,
        target: read.target,
      })
    }
    return results
  } finally {
    await Promise.all(blogs.map(({ store }) => store.close()))
    await databases.remove()
  }
}

/** The sizes are measured in turn, so that other load on the machine affects all of them. */
async function measure(read: Read, blogs: Blog[], { rounds, slice }: { rounds: number; slice: number }) {
  const subjects = blogs.map(({ shape, store }) => ({
    call: () => read.call(callerOn(store), shape, random),
    latencies: [] as number[],
  }))
  const random = randomNumbers(7)
  for (const { call } of subjects) await repeat(call, slice, [])
  for (let round = 0; round < rounds; round++) {
    for (const { call, latencies } of subjects) await repeat(call, slice, latencies)
  }
  return subjects.map(({ latencies }) => median(latencies))
}

async function repeat(call: () => Promise<unknown>, milliseconds: number, latencies: number[]): Promise<void> {
  const end = performance.now() + milliseconds
  for (let now = performance.now(); now < end; ) {
    await call()
    const done = performance.now()
    latencies.push(done - now)
    now = done
  }
}

function callerOn(store: Store) {
  return createCaller(createContext(store, async () => ({ kind: 'service', name: 'bench' })))
}
