import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Placeholders, prepared, type Store } from '@trellis/db'
import { gt, sql } from 'drizzle-orm'
import { Gauge, type Registry } from 'prom-client'

const sessionCount = prepared(({ db, tables: { sessions } }, { now }: Placeholders<{ now: Date }>) =>
  db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(sessions)
    .where(gt(sessions.expiresAt, sql.param(now, sessions.expiresAt))),
)

/** Adds what is read when Prometheus asks: the load of the store, sessions, and the age of the newest backup. */
export function addGauges(registry: Registry, store: Store, backupFolder: string | undefined): void {
  const gauge = (name: string, help: string, collect: (gauge: Gauge) => void | Promise<void>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        return collect(this)
      },
    })
  gauge('trellis_writes_waiting', 'Transactions that wait or run', (one) => one.set(store.load().writes))
  gauge('trellis_pool_connections', 'Connections to PostgreSQL', (one) => one.set(store.load().connections))
  gauge('trellis_pool_waiting', 'Requests for a connection that wait for one', (one) => one.set(store.load().waiting))
  gauge('trellis_replicas', 'Replicas that are used', (one) => one.set(store.load().replicas))
  gauge('trellis_sessions', 'Sessions that have not expired', async (one) => {
    const [row] = await sessionCount(store.read, { now: new Date() })
    one.set(row?.count ?? 0)
  })
  if (backupFolder) {
    gauge('trellis_backup_age_seconds', 'Time since the newest backup', (one) => {
      const newest = newestBackup(backupFolder)
      if (newest) one.set((Date.now() - newest) / 1000)
    })
  }
}

function newestBackup(folder: string): number | undefined {
  try {
    const times = readdirSync(folder)
      .filter((name) => name.startsWith('trellis-') && !name.endsWith('.part'))
      .map((name) => statSync(join(folder, name)).mtimeMs)
    return times.length > 0 ? Math.max(...times) : undefined
  } catch {
    // No folder, no backup: the alert on a missing metric tells.
    return undefined
  }
}
