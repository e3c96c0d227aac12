import type { Operation } from '@trpc/client'

// Also an entry of its own, `@trellis/client/idempotency-key`, for clients that are made with other links.

/**
 * A key that no other call has. It begins with the time, so that the database stores new keys side by side. Browsers have
 * `crypto.randomUUID` on HTTPS pages only.
 */
export function newIdempotencyKey(): string {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0'))
  return `${Date.now().toString(16)}${random.join('')}`.slice(0, 32)
}

/** The header with the idempotency keys of the calls of a request, in their order. Queries have no key. */
export function idempotencyHeader(calls: readonly Pick<Operation, 'context'>[]): Record<string, string> {
  const keys = calls.map(({ context }) => context.idempotencyKey)
  return keys.every((key) => typeof key === 'string') ? { 'idempotency-key': keys.join(',') } : {}
}
