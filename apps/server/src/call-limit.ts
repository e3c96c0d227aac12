import { isIPv6 } from 'node:net'
import { appRouter, type Context, reasons } from '@trellis/api'
import { ApiError } from '@trellis/rpc'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Env } from './env.ts'

const DAY = 24 * 60 * 60

/** What a mutation costs. A query costs 1. */
const MUTATION = 5
/** What the queries cost that read much more than a page of rows. */
const EXPENSIVE: Record<string, number> = {
  'search.posts': 10,
  'employees.subtree': 10,
  'employees.ancestors': 3,
  'stats.postsOverTime': 10,
  'stats.topTags': 5,
  'stats.topAuthors': 5,
}

const { procedures } = appRouter._def
/** Whether a path is that of a mutation. */
export const isMutation = (path: string): boolean =>
  Object.hasOwn(procedures, path) && Reflect.get(procedures, path)._def.type === 'mutation'

/**
 * Budgets of each address and of each user, services excepted: what their calls cost in a minute, and how much they write
 * in a day. A signed-in user spends the budget of the address too, so that more accounts are no more budget. Counted in
 * this process: with several, each allows as much.
 */
export function callLimit(env: Pick<Env, 'RATE_LIMIT' | 'DAILY_WRITES' | 'DAILY_BYTES'>) {
  if (env.RATE_LIMIT === Number.POSITIVE_INFINITY) return undefined
  const minute = new RateLimiterMemory({ points: env.RATE_LIMIT, duration: 60 })
  const writes = new RateLimiterMemory({ points: env.DAILY_WRITES, duration: DAY })
  const bytes = new RateLimiterMemory({ points: env.DAILY_BYTES, duration: DAY })

  return async (context: Context, paths: string[], request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const caller = await context.identify()
    if (caller.kind === 'service') return
    const keys = [`address:${network(request.ip)}`, ...(caller.kind === 'user' ? [`user:${caller.id}`] : [])]
    const mutations = paths.filter(isMutation).length
    const cost = paths.reduce((sum, path) => sum + (isMutation(path) ? MUTATION : (EXPENSIVE[path] ?? 1)), 0)
    try {
      for (const key of keys) {
        await minute.consume(key, cost)
        if (mutations === 0) continue
        await writes.consume(key, mutations)
        await bytes.consume(key, Number(request.headers['content-length'] ?? 0))
      }
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      const wait = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000))
      reply.header('retry-after', wait)
      const message = `Too many calls. Try again in ${wait} seconds.`
      throw new ApiError('RATE_LIMITED', reasons.RATE_LIMITED, { message })
    }
  }
}

/** The address, or of an IPv6 address the network of 64 bits: a host usually controls the whole network. */
export function network(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const last = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array(Math.max(0, 8 - groups.length - last.length)).fill('0')
  return `${[...groups, ...zeros, ...last].slice(0, 4).join(':')}::/64`
}
