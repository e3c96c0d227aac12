import type { Reasons } from '@trellis/rpc'
import type { IdentityTables } from '../store.ts'

/** Why calls about webhooks are refused. */
export const webhookReasons = {
  WEBHOOK_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such webhook.', missing: 'webhooks' },
  DELIVERY_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such delivery.', missing: 'webhookDeliveries' },
  PRIVATE_ADDRESS: { code: 'BAD_REQUEST', message: 'This is a private address. Webhooks are sent to public ones.' },
  TOO_MANY_WEBHOOKS: { code: 'CONFLICT', message: 'There are 100 webhooks already. Delete one first.' },
} as const satisfies Reasons<IdentityTables>
