import { and, desc, eq, gte, lte } from 'drizzle-orm'
import { z } from 'zod'
import { batched } from './batched.ts'
import { type Placeholders, prepared } from './prepared.ts'
import type { Connection as ConnectionOf } from './store.ts'
import type { defineAuditEvents } from './tables.ts'

interface Connection {
  readonly db: Pick<ConnectionOf<object, never>['db'], 'select' | 'insert' | 'delete'>
  readonly tables: { readonly auditEvents: ReturnType<typeof defineAuditEvents> }
}

/** A change, or an event of sign-in. */
export interface AuditEvent {
  /** `service:importer`, `user:1` or `anyone`. */
  readonly caller: string
  readonly procedure: string
  /** The ids of the rows that were named. */
  readonly keys: Readonly<Record<string, string | number>>
  readonly requestId?: string | undefined
}

const storedKeys = z.record(z.string(), z.union([z.string(), z.number()]))

type Row = { createdAt: string; caller: string; procedure: string; keys: string; requestId: string | null }

const insertEvent = batched({
  one: prepared(
    (
      { db, tables: { auditEvents } }: Connection,
      { createdAt, caller, procedure, keys, requestId }: Placeholders<Row>,
    ) => db.insert(auditEvents).values({ createdAt, caller, procedure, keys, requestId }),
  ),
  many: async ({ db, tables: { auditEvents } }: Connection, rows: Row[]) => {
    await db.insert(auditEvents).values(rows)
    return rows
  },
  order: ['createdAt'],
})

/** Stores the audit trail of a domain that has the table. */
export const auditTrail = {
  /** Adds an event. Called inside the transaction of the change, so that neither is stored without the other. */
  async record(connection: Connection, { keys, requestId, ...event }: AuditEvent): Promise<void> {
    const createdAt = new Date().toISOString()
    await insertEvent(connection, { ...event, createdAt, keys: JSON.stringify(keys), requestId: requestId ?? null })
  },
}

/** Which events to read. */
export interface AuditFilter {
  caller?: string | undefined
  procedure?: string | undefined
  since?: Date | undefined
  limit: number
}

/** The newest events that pass the filter, newest first. */
export async function readAuditTrail({ db, tables }: Connection, { caller, procedure, since, limit }: AuditFilter) {
  const { auditEvents } = tables
  const rows = await db
    .select()
    .from(auditEvents)
    .where(
      and(
        caller === undefined ? undefined : eq(auditEvents.caller, caller),
        procedure === undefined ? undefined : eq(auditEvents.procedure, procedure),
        since && gte(auditEvents.createdAt, since.toISOString()),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(limit)
  return rows.map(({ keys, ...event }) => ({ ...event, keys: storedKeys.parse(JSON.parse(keys)) }))
}

/** Deletes the events that are older than so many days. */
export async function deleteOldEvents({ db, tables: { auditEvents } }: Connection, days: number): Promise<void> {
  const oldest = new Date(Date.now() - days * 24 * 60 * 60_000)
  await db.delete(auditEvents).where(lte(auditEvents.createdAt, oldest.toISOString()))
}
