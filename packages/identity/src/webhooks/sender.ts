import { setTimeout as pause } from 'node:timers/promises'
import { readerOf } from '@trellis/rpc/live'
import type { IdentityStore } from '../store.ts'
import {
  deliveriesOf,
  enqueue,
  firstOfRows,
  pendingCount,
  resetOf,
  type StoredDelivery,
  type StoredWebhook,
  saveAttempt,
} from './outbox.ts'
import type { Message } from './send.ts'

/** The number of deliveries of a webhook that are made at the same time, each of another row. */
const AT_ONCE = 8
/** The number of pending deliveries of a webhook from which on its changes stay in the journal. */
const MAX_PENDING = 1_000
/** How long to wait until an outcome is stored again, or until a webhook has few pending deliveries, in milliseconds. */
const RETRY = 500
/** The longest time of a timer. */
const MAX_TIMER = 2 ** 31 - 1
/** How old the stored position of a webhook may be that has no change of its own, in milliseconds and in changes. */
const MAX_AGE = 60_000
const MAX_CHANGES = 500

/** How a webhook is served. */
export interface SenderOptions {
  /** Sends a message once. @throws with the cause of its failure */
  send(message: Message, signal: AbortSignal): Promise<void>
  decrypt(secret: string): string
  now(): number
}

/** Sends the changes that one webhook asks for: writes its deliveries, and makes them. One at a time exists for a webhook. */
export class WebhookSender {
  readonly #store: IdentityStore
  readonly #hook: StoredWebhook
  readonly #options: SenderOptions
  /** The deliveries that are being made, by their ids. */
  readonly #running = new Map<number, Promise<void>>()
  readonly #aborting = new AbortController()
  #wake = new AbortController()

  constructor(store: IdentityStore, hook: StoredWebhook, options: SenderOptions) {
    this.#store = store
    this.#hook = hook
    this.#options = options
  }

  /** Writes deliveries as changes are committed, until `signal` aborts or the webhook is gone. */
  async follow(signal: AbortSignal): Promise<void> {
    const reader = readerOf(this.#store)
    const { id } = this.#hook
    let [stored, position] = [this.#hook.position, this.#hook.position]
    let [storedAt, skipped] = [this.#options.now(), 0]
    for (let isReset = true; isReset; ) {
      isReset = false
      for await (const batch of reader.follow(position, signal)) {
        const now = this.#options.now()
        isReset = batch === undefined
        position = batch ? batch.to : await reader.position()
        const deliveries = batch ? deliveriesOf(this.#hook, batch.changes, now) : [resetOf(this.#hook, position, now)]
        skipped += batch?.changes.length ?? 0
        if (deliveries.length === 0 && now - storedAt < MAX_AGE && skipped < MAX_CHANGES) continue
        if (deliveries.length > 0) await this.#room(signal)
        if (signal.aborted) return
        if (!(await enqueue(this.#store, id, { from: stored, to: position }, deliveries))) return
        ;[stored, storedAt, skipped] = [position, now, 0]
        if (deliveries.length > 0) this.wake()
      }
    }
  }

  /** Makes the deliveries as they become due, until `signal` aborts. */
  async deliver(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#wake = new AbortController()
      const next = await this.#deliverDue()
      const wait = Math.min(MAX_TIMER, Math.max(0, next - this.#options.now()))
      await pause(wait, undefined, { signal: AbortSignal.any([signal, this.#wake.signal]), ref: false }).catch(() => {})
    }
  }

  /** Looks for what is due: an admin may have asked for a delivery. */
  wake(): void {
    this.#wake.abort()
  }

  /** Starts the deliveries that are due. Resolves to when the next one is, without waiting for those that have started. */
  async #deliverDue(): Promise<number> {
    const now = this.#options.now()
    // One that ends while the rows are read may still be pending in them.
    const running = new Set(this.#running.keys())
    const first = await firstOfRows(this.#store.read, this.#hook.id, 2 * AT_ONCE)
    const waiting = first.filter(({ id }) => !running.has(id))
    for (const delivery of waiting) {
      if (delivery.dueAt > now) return delivery.dueAt
      // The end of one wakes the loop.
      if (this.#running.size === AT_ONCE) break
      const run = this.#attempt(delivery).finally(() => {
        this.#running.delete(delivery.id)
        this.wake()
      })
      this.#running.set(delivery.id, run)
    }
    return Number.POSITIVE_INFINITY
  }

  /** Resolves when the deliveries that have started have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values())
  }

  /** Ends the deliveries that are being made: they are made again. */
  abort(): void {
    this.#aborting.abort()
  }

  async #attempt(delivery: StoredDelivery): Promise<void> {
    const { signal } = this.#aborting
    const { messageId: id, payload } = delivery
    const error = await Promise.resolve()
      .then(() => this.#options.decrypt(this.#hook.secret))
      .then((secret) => this.#options.send({ url: this.#hook.url, id, payload, secret }, signal))
      .then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500),
      )
    // While the outcome is not stored, the delivery is not made again.
    while (!signal.aborted) {
      const isSaved = await saveAttempt(this.#store, delivery, error, this.#options.now()).then(
        () => true,
        () => false,
      )
      if (isSaved) return
      await pause(RETRY, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  /** Waits until the webhook has few pending deliveries. Its changes stay in the journal meanwhile. */
  async #room(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await pendingCount(this.#store.read, this.#hook.id)) >= MAX_PENDING)
      await pause(RETRY, undefined, { signal, ref: false }).catch(() => {})
  }
}
