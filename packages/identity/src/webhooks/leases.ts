import { and, asc, eq, inArray, lte, or } from 'drizzle-orm'
import type { IdentityStore } from '../store.ts'
import type { StoredWebhook } from './outbox.ts'

/** How long a server may deliver without renewing its lease, in milliseconds: after its end, another one takes over. */
export const LEASE = 30_000
/** How much of it is left when it is renewed. The clocks of the servers may differ by less. */
const RENEWAL = 20_000

/**
 * The webhooks that a server may deliver for now: its leases are renewed, and those of servers that are gone taken over. A webhook
 * is leased to one server at a time.
 */
export async function holdLeases(store: IdentityStore, server: string, now: number): Promise<StoredWebhook[]> {
  const { db, tables } = store.read
  const { id, leasedBy, leasedUntil } = tables.webhooks
  const all = await db.select().from(tables.webhooks).orderBy(asc(id))
  const due = all.filter((one) => one.leasedUntil <= now + (one.leasedBy === server ? RENEWAL : 0))
  const held = all.filter((one) => one.leasedBy === server && !due.includes(one))
  if (due.length === 0) return held
  const ids = due.map((one) => one.id)
  const taken = await store.write(({ db }) =>
    db
      .update(tables.webhooks)
      .set({ leasedBy: server, leasedUntil: now + LEASE })
      .where(and(inArray(id, ids), or(eq(leasedBy, server), lte(leasedUntil, now))))
      .returning(),
  )
  return [...held, ...taken]
}

/** Gives the leases of a server back, so that another one need not wait for their end. */
export async function releaseLeases(store: IdentityStore, server: string): Promise<void> {
  const { webhooks } = store.read.tables
  await store.write(({ db }) =>
    db.update(webhooks).set({ leasedBy: null, leasedUntil: 0 }).where(eq(webhooks.leasedBy, server)),
  )
}
