import { statSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { IdentityConnection, IdentityStore } from '@trellis/identity'
import { oldestDelivery } from '@trellis/identity/webhooks'
import { type Placeholders, prepared } from '@trellis/store'
import { gt, sql } from 'drizzle-orm'
import { Gauge, type Registry } from 'prom-client'
import { backupsIn } from '../backups.ts'

const sessionCount = prepared(
  ({ db, tables: { sessions } }: IdentityConnection, { now }: Placeholders<{ now: Date }>) =>
    db
      .select({ count: sql<number>`count(*)`.mapWith(Number) })
      .from(sessions)
      .where(gt(sessions.expiresAt, sql.param(now, sessions.expiresAt))),
)

/** How long a page of metrics waits for the database, in milliseconds. */
const DEADLINE = 250

/**
 * Adds the metrics that are read when Prometheus asks: the load of the store, sessions, the journal, and the age of the newest backup. A metric
 * that cannot be read in time is left out. The others are still sent: an operator needs them while the database fails.
 */
export function addGauges(
  domain: string,
  registry: Registry,
  store: IdentityStore,
  backupFolder: string | undefined,
): void {
  const gauge = (name: string, help: string, read: () => number | undefined | Promise<number | undefined>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const value = await read()
        if (value === undefined) this.remove()
        else this.set(value)
      },
    })
  gauge(`${domain}_writes_waiting`, 'Transactions that wait or run', () => store.load().writes)
  gauge(`${domain}_pool_connections`, 'Connections to PostgreSQL', () => store.load().connections)
  gauge(`${domain}_pool_waiting`, 'Requests for a connection that wait for one', () => store.load().waiting)
  gauge(`${domain}_replicas`, 'Replicas that are used', () => store.load().replicas)
  const fromDatabase = (name: string, help: string, read: () => Promise<number | undefined>) => {
    // One at a time, or waiting reads would pile up.
    let reading: Promise<number | undefined> | undefined
    gauge(name, help, () => {
      reading ??= read()
        .catch(() => undefined)
        .finally(() => {
          reading = undefined
        })
      return Promise.race([reading, setTimeout(DEADLINE, undefined, { ref: false })])
    })
  }
  fromDatabase(`${domain}_sessions`, 'Sessions that have not expired', async () => {
    const [row] = await sessionCount(store.readInWorker, { now: new Date() })
    return row?.count
  })
  fromDatabase(`${domain}_webhook_seconds`, 'How long the oldest delivery to a webhook has waited', async () => {
    const oldest = await oldestDelivery(store.readInWorker)
    return oldest === null ? 0 : (Date.now() - Date.parse(oldest)) / 1_000
  })
  const { journal } = store
  if (journal) {
    const help = 'How long the oldest change that subscribers cannot see yet has waited for an open transaction'
    fromDatabase(`${domain}_journal_held_back_seconds`, help, async () => (await journal.heldBack()) / 1_000)
  }
  if (backupFolder) {
    gauge(`${domain}_backup_age_seconds`, 'Time since the newest backup', () => {
      try {
        const [newest] = backupsIn(backupFolder, domain)
        return newest === undefined ? undefined : (Date.now() - statSync(newest).mtimeMs) / 1000
      } catch {
        // Without the folder there is no backup: the alert is on the missing metric.
        return undefined
      }
    })
  }
}
