import type { Columns } from '@trellis/store'
import { sql } from 'drizzle-orm'
import { z } from 'zod'

/** The kinds of changes. */
export const ChangeKind = z.enum(['created', 'updated', 'deleted'])

/** The webhooks that admins register, and what is sent to them. A part of `defineIdentityTables`. */
export function defineWebhookTables(c: Columns) {
  const webhooks = c.table('webhooks', {
    id: c.id(),
    url: c.text().notNull(),
    /** The names of tables in the declarations. */
    tables: c.json(z.array(z.string())).notNull(),
    kinds: c.json(z.array(ChangeKind)).notNull(),
    /** The secret that signs, encrypted. */
    secret: c.text().notNull(),
    /** The position in the journal up to which the changes have deliveries. */
    position: c.text().notNull(),
    /** The server that delivers, and until when no other one may, in milliseconds since 1970. */
    leasedBy: c.text(),
    leasedUntil: c.number().notNull().default(0),
    createdAt: c.instant().notNull(),
  })

  const webhookDeliveries = c.table(
    'webhook_deliveries',
    {
      id: c.id(),
      webhookId: c
        .ref()
        .notNull()
        .references(() => webhooks.id, { onDelete: 'cascade' }),
      /** The header `webhook-id`: the same at each attempt, so that a receiver recognises a repetition. */
      messageId: c.key().notNull(),
      /** The changed row. Its deliveries are made one after another. */
      rowKey: c.key().notNull(),
      /** `books.created`, or `reset`. */
      type: c.text().notNull(),
      payload: c.text().notNull(),
      status: c.choice(['pending', 'delivered', 'failed']).notNull().default('pending'),
      attempts: c.integer().notNull().default(0),
      /** Why the last attempt failed. */
      error: c.text(),
      /** When the next attempt is due, and from when there is none any more, in milliseconds since 1970. */
      dueAt: c.number().notNull(),
      expiresAt: c.number().notNull(),
      createdAt: c.instant().notNull(),
    },
    (t) => [
      c.uniqueIndex('webhook_deliveries_message').on(t.messageId),
      c.index('webhook_deliveries_of_webhook').on(t.webhookId, t.id),
      c.index('webhook_deliveries_pending').on(t.webhookId, t.rowKey, t.id).where(sql`${t.status} = 'pending'`),
      c.index('webhook_deliveries_age').on(t.createdAt),
    ],
  )

  return { webhooks, webhookDeliveries }
}
