import { type Context, refuse } from '@trellis/api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/**
 * Limits how many calls a caller makes in a minute, services excepted; each call of a batch counts. Counted in this
 * process: with several, each allows as many.
 */
export function callLimit(callsPerMinute: number | undefined) {
  if (callsPerMinute === undefined) return undefined
  const limiter = new RateLimiterMemory({ points: callsPerMinute, duration: 60 })
  return async (context: Context, calls: number, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const caller = await context.identify()
    if (caller.kind === 'service') return
    const key = caller.kind === 'user' ? `user:${caller.id}` : `address:${request.ip}`
    try {
      await limiter.consume(key, calls)
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      const wait = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000))
      reply.header('retry-after', wait)
      throw refuse('RATE_LIMITED', { message: `Too many calls. Try again in ${wait} seconds.` })
    }
  }
}
