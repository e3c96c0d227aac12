// Every output type, by its name in the reference.

export { WebhookDeliveryView, WebhookView } from '@trellis/identity/webhooks'
export * from './categories/views.ts'
export * from './comments/views.ts'
export * from './employees/views.ts'
export * from './notifications/views.ts'
export * from './posts/views.ts'
export * from './profiles/views.ts'
export * from './tags/views.ts'
export * from './users/author.ts'
export * from './users/views.ts'
// `trellis add` writes exports above this line.
