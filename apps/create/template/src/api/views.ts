// Every output type, by its name in the documents.
export { WebhookDeliveryView, WebhookView } from '@trellis/identity/webhooks'
export { NoteView } from './notes/router.ts'
// `trellis add` writes exports above this line.
