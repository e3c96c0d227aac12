import { WebhookDeliverer } from '../src/webhooks/deliverer.ts'
import { openStore } from './library/index.ts'

const { DATABASE_URL = '', AUTH_SECRET = '' } = process.env
new WebhookDeliverer(openStore({ url: DATABASE_URL }), {
  secret: AUTH_SECRET,
  allowPrivate: true,
  log: console,
}).start()
// Until it is killed.
setInterval(() => {}, 1_000)
