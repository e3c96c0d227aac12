import { join } from 'node:path'
import type { DialectName } from '@trellis/db'
import { loadShape } from '../data/shape.ts'
import { progress } from '../progress.ts'
import { type Case, casesOf } from './cases.ts'
import { type ServerProcess, startServer } from './child.ts'
import { type BlogCopies, fillBlog } from './databases.ts'
import { type Clients, type Measured, openClients, type Slice, slice, sumUp } from './measure.ts'
import { type Contender, contenders, isRead, takesPart } from './requests.ts'
import { verify } from './verify.ts'

/** How much to measure. */
export interface LoadOptions {
  engine: DialectName
  posts: number
  rounds: number
  /** Milliseconds that a server is under load in each round. */
  slice: number
  /** Runs only the cases whose name contains it. */
  only?: string | undefined
  /** Runs only the cases that read the database. */
  reads?: boolean | undefined
  /** The servers to compare; by default all but `observed`. */
  contenders?: readonly Contender[] | undefined
  /** A folder for the CPU profiles of each server, one for each thread. */
  profile?: string | undefined
}

/** The result of a case. */
export interface CaseResult {
  name: string
  results: Partial<Record<Contender, Measured>>
}

/** Starts every server on a copy of the same data, and measures them in turn, case by case. */
export async function runLoad(options: LoadOptions): Promise<CaseResult[]> {
  const servers: ServerProcess[] = []
  let copies: BlogCopies | undefined
  try {
    const shape = loadShape(options.posts)
    progress(`writing a blog of ${shape.posts} posts`)
    copies = await fillBlog(options.engine, shape)
    // In sequence, because PostgreSQL cannot copy one database twice at the same time.
    for (const contender of options.contenders ?? contenders) {
      const url = await copies.copy(contender)
      servers.push(await startServer(contender, url, copies, profiling(options.profile, contender)))
    }
    const cases = casesOf(shape).filter(
      (one) => one.name.includes(options.only ?? '') && (!options.reads || isRead(one)),
    )
    const results: CaseResult[] = []
    for (const [index, one] of cases.entries()) {
      progress(`${index + 1}/${cases.length} ${one.name}`)
      results.push({ name: one.name, results: await measure(one, servers, options) })
    }
    return results
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await copies?.remove()
  }
}

async function measure(one: Case, servers: ServerProcess[], { rounds, slice: milliseconds }: LoadOptions) {
  const all: Clients[] = []
  try {
    for (const server of servers) if (takesPart(server.contender, one)) all.push(await openClients(server, one))
    await verify(one, all)
    // Until V8 has optimized the functions that are called often.
    for (const clients of all) await slice(clients, milliseconds * 5)
    const slices = new Map<Contender, Slice[]>()
    for (let round = 0; round < rounds; round++) {
      // In turn within a round, so that other load on the machine affects all servers. Each round starts with another server.
      for (let offset = 0; offset < all.length; offset++) {
        const clients = all[(round + offset) % all.length]
        if (!clients) continue
        const done = await slice(clients, milliseconds)
        slices.set(clients.server.contender, [...(slices.get(clients.server.contender) ?? []), done])
      }
    }
    return Object.fromEntries([...slices].map(([contender, own]) => [contender, sumUp(own, one.kind)]))
  } finally {
    for (const { connections } of all) for (const connection of connections) connection.close()
  }
}

function profiling(folder: string | undefined, contender: Contender): string[] {
  // Node names the files by process and thread: a server has worker threads.
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${join(folder, contender)}`] : []
}
