import type { IdentityStore } from '@trellis/identity'
import { encryptSecret, namesPrivate, WebhookDeliverer } from '@trellis/identity/webhooks'
import type { WebhookSettings } from '@trellis/rpc'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Env } from './env.ts'

type Settings = Pick<Env, 'AUTH_SECRET' | 'WEBHOOK_PRIVATE'>

/** What the environment says about webhooks. */
export const webhookSettings = ({ AUTH_SECRET, WEBHOOK_PRIVATE }: Settings): WebhookSettings => ({
  encrypt: (secret) => encryptSecret(secret, AUTH_SECRET),
  permits: (url) => WEBHOOK_PRIVATE === 'allow' || !namesPrivate(new URL(url)),
})

/** Delivers to webhooks from when the host listens until it closes. */
export function deliverWebhooks(
  app: FastifyInstance,
  store: IdentityStore,
  { AUTH_SECRET, WEBHOOK_PRIVATE }: Settings,
  log: Logger,
): void {
  const deliverer = new WebhookDeliverer(store, { secret: AUTH_SECRET, allowPrivate: WEBHOOK_PRIVATE === 'allow', log })
  app.addHook('onListen', async () => deliverer.start())
  app.addHook('onClose', () => deliverer.close())
}
