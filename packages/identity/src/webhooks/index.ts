export { namesPrivate } from './addresses.ts'
export { type DelivererOptions, WebhookDeliverer } from './deliverer.ts'
export { oldestDelivery } from './housekeeping.ts'
export { webhookReasons } from './reasons.ts'
export { WebhookDeliveryView, WebhookView, webhooks, webhookUrl } from './router.ts'
export { encryptSecret } from './secrets.ts'
export { ChangeKind } from './tables.ts'
export {
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  retryDelivery,
  startingPosition,
  unknownTables,
  type WebhookDefinition,
} from './webhooks.ts'
