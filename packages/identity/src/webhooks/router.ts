import { type CommonReason, id, initRpc, line, pageOf } from '@trellis/rpc'
import { auditTrail, idempotencyKeys } from '@trellis/store'
import { z } from 'zod'
import type { IdentityStore } from '../store.ts'
import { webhookReasons } from './reasons.ts'
import { ChangeKind } from './tables.ts'
import {
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  newestFirst,
  retryDelivery,
  startingPosition,
  unknownTables,
  webhookById,
} from './webhooks.ts'

const { adminProcedure, router } = initRpc<IdentityStore, keyof typeof webhookReasons | CommonReason, string>().create({
  reasons: webhookReasons,
  idempotencyKeys,
  auditTrail,
})

const definition = {
  id: z.number(),
  url: z.string(),
  tables: z.array(z.string()),
  kinds: z.array(ChangeKind),
  createdAt: z.string(),
}

/** A webhook: where changes of some kinds, in some tables, are sent. `pending` and `failed` count its deliveries. */
export const WebhookView = z.object({ ...definition, pending: z.number(), failed: z.number() })

/** A change that is sent to a webhook. `messageId` is its header `webhook-id`. */
export const WebhookDeliveryView = z.object({
  id: z.number(),
  messageId: z.string(),
  type: z.string(),
  payload: z.string(),
  status: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.number(),
  error: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
  createdAt: z.string(),
})

/** The address of a receiver. */
export const webhookUrl = line(2_000).refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}, 'Must be an address such as https://example.com/hook, without a user name')

/** Webhooks for admins: changes that are sent to other systems. A domain adds it to its procedures, and `webhookReasons` to its reasons. */
export const webhooks = router({
  create: adminProcedure
    .meta({ http: 'POST /webhooks', reasons: ['PRIVATE_ADDRESS', 'TOO_MANY_WEBHOOKS'], hasSecret: true })
    .input(
      z.object({
        url: webhookUrl,
        tables: z.array(line(100)).min(1).max(100),
        kinds: z.array(ChangeKind).min(1).default(ChangeKind.options),
      }),
    )
    .output(z.object({ ...definition, secret: z.string() }))
    .mutation(async ({ ctx, input }) => {
      if (!ctx.webhooks) throw new Error('The server has no settings of webhooks')
      if (!ctx.webhooks.permits(input.url)) throw ctx.refuse('PRIVATE_ADDRESS', { fields: { url: 'Must be public' } })
      const unknown = unknownTables(ctx.store, input.tables)
      if (unknown.length > 0) {
        const message = `No changes are recorded of ${unknown.join(', ')}. There are ${ctx.store.journal?.tables.join(', ')}`
        throw ctx.refuse('INVALID_INPUT', { fields: { tables: message } })
      }
      const position = await startingPosition(ctx.store)
      const created = await createWebhook(ctx, input, { position, encrypt: ctx.webhooks.encrypt })
      if (!created) throw ctx.refuse('TOO_MANY_WEBHOOKS')
      return created
    }),

  list: adminProcedure
    .meta({ http: 'GET /webhooks' })
    .input(z.object(newestFirst.input))
    .output(pageOf(WebhookView))
    .query(async ({ ctx, input: { limit, cursor } }) => {
      const rows = await listWebhooks(ctx, { limit: limit + 1, at: newestFirst.after(cursor) })
      return newestFirst.page(rows, limit, (row) => [row.id])
    }),

  delete: adminProcedure
    .meta({ http: 'DELETE /webhooks/{id}', reasons: ['WEBHOOK_NOT_FOUND'] })
    .input(z.object({ id }))
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id } }) => {
      if (!(await deleteWebhook(ctx, id))) throw ctx.refuse('WEBHOOK_NOT_FOUND')
      return { id }
    }),

  deliveries: adminProcedure
    .meta({ http: 'GET /webhooks/{id}/deliveries', reasons: ['WEBHOOK_NOT_FOUND'] })
    .input(z.object({ id, ...newestFirst.input }))
    .output(pageOf(WebhookDeliveryView))
    .query(async ({ ctx, input: { id, limit, cursor } }) => {
      const rows = await listDeliveries(ctx, { webhookId: id, limit: limit + 1, at: newestFirst.after(cursor) })
      if (rows.length === 0 && (await webhookById(ctx, { id })).length === 0) throw ctx.refuse('WEBHOOK_NOT_FOUND')
      return newestFirst.page(rows, limit, (row) => [row.id])
    }),

  retry: adminProcedure
    .meta({ http: 'POST /webhooks/deliveries/{id}/retry', reasons: ['DELIVERY_NOT_FOUND'] })
    .input(z.object({ id }))
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id } }) => {
      if (!(await retryDelivery(ctx, id))) throw ctx.refuse('DELIVERY_NOT_FOUND')
      return { id }
    }),
})
