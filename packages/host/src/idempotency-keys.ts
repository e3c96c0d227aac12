import { commonError } from '@trellis/rpc/errors'
import type { FastifyRequest } from 'fastify'

const KEY = /^[\x21-\x7e][\x20-\x7e]{0,254}$/

/**
 * The keys in the header `idempotency-key`: one, or for a batch one for each of its calls, separated by commas.
 *
 * @throws INVALID_INPUT if there are fewer or more, or one is empty, longer than 255 characters or not ASCII.
 */
export function idempotencyKeys({ headers }: Pick<FastifyRequest, 'headers'>, calls: number): string[] | undefined {
  const header = headers['idempotency-key']
  if (header === undefined) return undefined
  const text = String(header)
  const keys = calls === 1 ? [text.trim()] : text.split(',').map((key) => key.trim())
  if (keys.length === calls && keys.every((key) => KEY.test(key))) return keys
  const message = 'Must be one key for each call, of at most 255 ASCII characters'
  throw commonError('INVALID_INPUT', { fields: { 'idempotency-key': message } })
}
