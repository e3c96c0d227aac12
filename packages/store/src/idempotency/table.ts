import type { Columns } from '../dialects/query-builder.ts'

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
