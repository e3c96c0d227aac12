import type { Columns } from '../dialects/query-builder.ts'

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
      /** `books.delete`, or what happened otherwise: `sign-in`, `keys.create`. */
      procedure: c.text().notNull(),
      /** The ids of the rows that were named, as JSON: `{"bookId":1}`. */
      keys: c.text().notNull(),
      /** The id of the request, which its log lines have too. */
      requestId: c.text(),
    },
    (t) => [c.index('audit_events_age').on(t.createdAt)],
  )
}
