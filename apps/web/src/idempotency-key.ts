import type { AppRouter } from '@trellis/api'
import type { Operation, TRPCLink } from '@trpc/client'

/** Gives each mutation an idempotency key, which all its attempts share. */
export const withIdempotencyKey: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    next(op.type === 'mutation' ? { ...op, context: { ...op.context, idempotencyKey: newKey() } } : op)

/** The header with the idempotency keys of the calls of a request, in their order. Queries have none. */
export function idempotencyHeader(calls: readonly Pick<Operation, 'context'>[]): Record<string, string> {
  const keys = calls.map(({ context }) => context.idempotencyKey)
  return keys.every((key) => typeof key === 'string') ? { 'idempotency-key': keys.join(',') } : {}
}

/** Browsers have `crypto.randomUUID` on HTTPS pages only. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
