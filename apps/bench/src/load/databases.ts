import { copyFileSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DialectName } from '@trellis/db'
import { Client } from 'pg'
import { type Databases, openDatabases } from '../data/databases.ts'
import type { Shape } from '../data/shape.ts'
import type { Usage } from './child.ts'

/** Copies of one filled blog, one for each server, which are deleted after use. */
export interface BlogCopies {
  /** Creates a copy. Returns its URL. */
  copy(name: string): Promise<string>
  /** The resources that the database processes of a copy have used so far. SQLite has no processes. */
  usage(url: string): Promise<Usage>
  remove(): Promise<void>
}

/** Writes a blog of this shape, to be copied for each server. */
export async function fillBlog(dialect: DialectName, shape: Shape): Promise<BlogCopies> {
  const databases = await openDatabases(dialect, { durable: true })
  const url = await databases.make(shape)
  return dialect === 'sqlite' ? copiesOfFile(url, databases) : copiesOnServer(url, databases)
}

function copiesOfFile(url: string, { remove }: Databases): BlogCopies {
  const template = url.slice('file:'.length)
  return {
    copy: async (name) => {
      const copy = join(dirname(template), `${name}.db`)
      copyFileSync(template, copy)
      return `file:${copy}`
    },
    usage: async () => ({ cpu: 0, commits: 0 }),
    remove,
  }
}

async function copiesOnServer(url: string, { remove }: Databases): Promise<BlogCopies> {
  const client = new Client({ connectionString: at(url, 'postgres') })
  await client.connect()
  return {
    copy: async (name) => {
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${nameOf(url)}`)
      const copy = at(url, name)
      // A copy has no planner statistics until it is vacuumed.
      const owner = new Client({ connectionString: copy })
      await owner.connect()
      await owner.query('VACUUM (ANALYZE)')
      await owner.end()
      return copy
    },
    usage: async (copy) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE datname = $1', [
        nameOf(copy),
      ])
      const synced = await client.query<{ fsyncs: string }>(
        "SELECT coalesce(sum(fsyncs), 0) AS fsyncs FROM pg_stat_io WHERE object = 'wal'",
      )
      return { cpu: rows.reduce((sum, { pid }) => sum + cpuOf(pid), 0), commits: Number(synced.rows[0]?.fsyncs) }
    },
    remove: async () => {
      await client.end()
      await remove()
    },
  }
}

const nameOf = (url: string) => new URL(url).pathname.slice(1)
const at = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href

/** Microseconds that a process has run, from Linux's `/proc/<pid>/schedstat`, which counts nanoseconds. */
function cpuOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1_000
  } catch {
    // The backend has already ended.
    return 0
  }
}
