import type { Columns } from './dialects/query-builder.ts'

/**
 * The audit trail: who changed what, and when. A domain that has this table as `auditEvents` declares it with `appendOnly`, and
 * passes `auditTrail` to its procedures.
 */
export function defineAuditEvents(c: Columns) {
  return c.table(
    'audit_events',
    {
      id: c.id(),
      createdAt: c.instant().notNull(),
      /** `service:importer`, `user:1`, or `anyone` for an attempt to sign in that failed. */
      caller: c.text().notNull(),
      /** `books.delete`, or the name of another event: `sign-in`, `keys.create`. */
      procedure: c.text().notNull(),
      /** The ids of the rows that were named, as JSON: `{"bookId":1}`. */
      keys: c.text().notNull(),
      /** The id of the request, which its log lines have too. */
      requestId: c.text(),
    },
    (t) => [c.index('audit_events_age').on(t.createdAt)],
  )
}

/**
 * The table of mutations that have an idempotency key, with their responses. A domain that has this table as
 * `idempotencyKeys` passes `idempotencyKeys` to its procedures.
 */
export function defineIdempotencyKeys(c: Columns) {
  return c.table(
    'idempotency_keys',
    {
      /** `user:1` or `service:importer`: each caller has its own keys. */
      caller: c.key().notNull(),
      key: c.key().notNull(),
      /** The hash of the procedure and its input. */
      fingerprint: c.text().notNull(),
      createdAt: c.instant().notNull(),
      /** The number of characters of the response. */
      size: c.integer().notNull().default(0),
      /** The output as JSON. */
      response: c.text(),
    },
    // The key comes first, and no other index exists: keys that begin with the time change few pages.
    (t) => [c.primaryKey({ columns: [t.key, t.caller] })],
  )
}
