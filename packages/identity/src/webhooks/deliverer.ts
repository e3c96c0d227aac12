import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../outcome.ts'
import type { IdentityStore } from '../store.ts'
import { holdLeases, LEASE, releaseLeases } from './leases.ts'
import type { StoredWebhook } from './outbox.ts'
import { decryptSecret } from './secrets.ts'
import { send } from './send.ts'
import { WebhookSender } from './sender.ts'

/** How often new webhooks, leases that have ended, and deliveries that admins ask for are looked for, in milliseconds. */
const POLL = 2_000
/** How long deliveries that are being made may take when the server stops, in milliseconds. */
const GRACE = 3_000

/** What the deliveries of a server need to know. */
export interface DelivererOptions {
  /** The secret of the server, with which those of webhooks are encrypted. */
  readonly secret: string
  /** Whether private addresses may be called. */
  readonly allowPrivate: boolean
  readonly log: Log
  readonly now?: () => number
}

/** Delivers to the webhooks, with the other servers of the database: each webhook is served by one of them. */
export class WebhookDeliverer {
  readonly #store: IdentityStore
  readonly #options: Required<DelivererOptions>
  readonly #server = randomUUID()
  /** By the ids of the webhooks that this server serves. */
  readonly #senders = new Map<number, { sender: WebhookSender; stop(): Promise<void> }>()
  readonly #closing = new AbortController()
  #heldUntil = 0
  #polling = Promise.resolve()

  constructor(store: IdentityStore, options: DelivererOptions) {
    this.#store = store
    this.#options = { now: Date.now, ...options }
  }

  /** Delivers until `close`. */
  start(): void {
    const { signal } = this.#closing
    this.#polling = (async () => {
      let hasFailed = false
      while (!signal.aborted) {
        try {
          await this.poll()
          hasFailed = false
        } catch (error) {
          if (!hasFailed) this.#options.log.error(error, 'webhooks are not delivered')
          hasFailed = true
          if (this.#options.now() > this.#heldUntil) this.#keep([])
        }
        await pause(POLL, undefined, { signal, ref: false }).catch(() => {})
      }
    })()
  }

  /** Takes and renews leases, and serves their webhooks. */
  async poll(): Promise<void> {
    const now = this.#options.now()
    const hooks = await holdLeases(this.#store, this.#server, now)
    // Leases that were not renewed now have at least this long.
    this.#heldUntil = now + LEASE / 2
    this.#keep(hooks)
  }

  /** Stops to deliver, lets deliveries end that are being made, and gives the leases back. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#polling
    const running = [...this.#senders.values()]
    const settled = Promise.all(running.map(({ stop }) => stop()))
    await Promise.race([settled, pause(GRACE, undefined, { ref: false })])
    for (const { sender } of running) sender.abort()
    await settled
    if (running.length > 0) await releaseLeases(this.#store, this.#server).catch(() => {})
  }

  /** Serves these webhooks, and no other. */
  #keep(hooks: StoredWebhook[]): void {
    for (const [id, { sender, stop }] of this.#senders) {
      if (hooks.some((hook) => hook.id === id)) continue
      sender.abort()
      void stop()
    }
    for (const hook of hooks) {
      const served = this.#senders.get(hook.id)
      if (served) served.sender.wake()
      else this.#serve(hook)
    }
  }

  #serve(hook: StoredWebhook): void {
    const { secret, allowPrivate, log, now } = this.#options
    const stopping = new AbortController()
    const sender = new WebhookSender(this.#store, hook, {
      send: (message, signal) => send(message, { allowPrivate, signal }),
      decrypt: (stored) => decryptSecret(stored, secret),
      now,
    })
    const { signal } = stopping
    const serve = async () => {
      // One does not go on without the other.
      const work = [sender.follow(signal), sender.deliver(signal)].map((one) => one.finally(() => stopping.abort()))
      await Promise.all(work).catch((error: unknown) => log.error(error, 'a webhook is not served now'))
      await Promise.allSettled(work)
      await sender.settled()
      // The next poll serves it again, if the lease is still there.
      this.#senders.delete(hook.id)
    }
    const ended = serve()
    const stop = () => {
      stopping.abort()
      return ended
    }
    this.#senders.set(hook.id, { sender, stop })
  }
}
