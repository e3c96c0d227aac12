import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorMessage } from '@trellis/store/cli'
import { dialectOf } from '@trellis/store/operations'
import type { Finding } from './finding.ts'
import { type Operation, withStore } from './operation.ts'
import { settings } from './settings-checks.ts'

const GIGABYTE = 1e9

/** Checks a database: its pages and foreign keys, schema and counters; and for the live one its settings and disk. */
export async function examine(
  operation: Operation,
  url: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Finding[]> {
  const { name } = operation
  let problems: string[]
  try {
    problems = await dialectOf(url).checkIntegrity(url)
  } catch (error) {
    const remedy =
      'Start the database, or correct DATABASE_URL. It was not checked, and nothing says that it is damaged'
    return [{ check: 'database', ok: false, detail: errorMessage(error), remedy }, ...settings(name, env)]
  }
  const pending = await operation.database.pendingMigrations(url).catch(() => undefined)
  const findings: Finding[] = [
    {
      check: 'integrity',
      ok: problems.length === 0,
      detail: problems.join('; ') || 'no problem in pages and foreign keys',
      remedy: `Stop the servers, keep the damaged file, and restore the newest backup: ${name} restore FILE --force`,
    },
    {
      check: 'schema',
      ok: pending?.length === 0,
      detail:
        pending === undefined
          ? 'cannot be read'
          : pending.length === 0
            ? 'current'
            : `${pending.length} migrations are pending`,
      remedy: `See what would run with ${name} migrate --plan, then run ${name} migrate`,
    },
  ]
  if (pending?.length === 0 && problems.length === 0) findings.push(await counters(operation, url))
  findings.push(...settings(name, env))
  const replication = await dialectOf(url).replication(url)
  if (replication) findings.push(...failover(replication))
  const file = dialectOf(url).databaseFile(url)
  if (file) findings.push(disk(file))
  return findings
}

async function counters(operation: Operation, url: string): Promise<Finding> {
  const wrong = await withStore(operation.database, ({ read }) => operation.database.miscounts(read), url)
  return {
    check: 'counters',
    ok: wrong.length === 0,
    detail: wrong.map(({ counter, rows }) => `${counter} is wrong in ${rows} rows`).join('; ') || 'equal a recount',
    remedy: `Set them with ${operation.name} doctor --fix`,
  }
}

/** What a failover would lose. Nothing is said of a server without replicas. */
export function failover({ isSynchronous, replicas }: { isSynchronous: boolean; replicas: number }): Finding[] {
  if (!isSynchronous && replicas === 0) return []
  const loss = isSynchronous
    ? 'synchronous replication: a failover loses no acknowledged write'
    : 'asynchronous replication: a failover loses the writes that no replica had yet'
  return [
    {
      check: 'failover',
      ok: replicas > 0,
      detail:
        replicas > 0
          ? `${loss}; replicas: ${replicas}`
          : 'writes wait for a synchronous replica, and none is connected',
      remedy: 'Start a replica, or empty synchronous_standby_names: see Failover in docs/scale.md',
    },
  ]
}

function disk(file: string): Finding {
  const { bavail, bsize, blocks } = statfsSync(dirname(file))
  const free = bavail * bsize
  return {
    check: 'disk',
    ok: free > GIGABYTE || bavail / blocks > 0.1,
    detail: `${(free / GIGABYTE).toFixed(1)} GB are free`,
    remedy: 'Free space, or move the database to a larger disk: a full disk refuses writes',
  }
}
