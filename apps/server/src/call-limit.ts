import { isIPv6 } from 'node:net'
import { appRouter, type Context, reasons } from '@trellis/api'
import type { Store } from '@trellis/db'
import { spendShared } from '@trellis/identity'
import { ApiError } from '@trellis/rpc'
import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Env } from './env.ts'

const DAY = 24 * 60 * 60

/** What a mutation costs. A query costs 1. */
const MUTATION = 5
/** What the queries cost that read much more than a page of rows. */
const EXPENSIVE = new Map([
  ['search.posts', 10],
  ['employees.subtree', 10],
  ['employees.ancestors', 3],
  ['stats.postsOverTime', 10],
  ['stats.topTags', 5],
  ['stats.topAuthors', 5],
])

const router: AnyTRPCRouter = appRouter
const mutations = new Set(
  Object.entries<AnyTRPCProcedure>(router._def.procedures).flatMap(([path, { _def }]) =>
    _def.type === 'mutation' ? path : [],
  ),
)
/** Whether a path is that of a mutation. */
export const isMutation = (path: string): boolean => mutations.has(path)

type BudgetSettings = Pick<Env, 'RATE_LIMIT' | 'DAILY_WRITES' | 'DAILY_BYTES' | 'RATE_LIMIT_STORE'>

/**
 * Budgets of each address and of each user, services excepted: what their calls cost in a minute, and how much they write
 * in a day. A signed-in user spends the budget of the address too: several accounts at one address have no larger budget.
 */
export function callLimit(env: BudgetSettings, store: Store) {
  if (env.RATE_LIMIT === Number.POSITIVE_INFINITY) return undefined
  const spend = env.RATE_LIMIT_STORE === 'database' ? sharedBudgets(env, store) : ownBudgets(env)

  return async (context: Context, paths: string[], request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const caller = await context.identify()
    if (caller.kind === 'service') return
    const keys = [`address:${network(request.ip)}`, ...(caller.kind === 'user' ? [`user:${caller.id}`] : [])]
    const writes = paths.filter(isMutation).length
    const seconds = await spend(keys, {
      minute: paths.reduce((sum, path) => sum + (isMutation(path) ? MUTATION : (EXPENSIVE.get(path) ?? 1)), 0),
      writes,
      bytes: writes > 0 ? Number(request.headers['content-length'] ?? 0) : 0,
    })
    if (seconds === undefined) return
    reply.header('retry-after', seconds)
    const message = `Too many calls. Try again in ${seconds} seconds.`
    throw new ApiError('RATE_LIMITED', reasons.RATE_LIMITED, { message })
  }
}

type Name = 'minute' | 'writes' | 'bytes'
/** Spends from the budgets of each key. Resolves to how many seconds to wait if one is used up. */
type Spend = (keys: string[], costs: Record<Name, number>) => Promise<number | undefined>

/** The budgets that are limited: `off` is infinity. */
function budgetsOf(env: BudgetSettings): { name: Name; points: number; seconds: number }[] {
  const budgets: ReturnType<typeof budgetsOf> = [
    { name: 'minute', points: env.RATE_LIMIT, seconds: 60 },
    { name: 'writes', points: env.DAILY_WRITES, seconds: DAY },
    { name: 'bytes', points: env.DAILY_BYTES, seconds: DAY },
  ]
  return budgets.filter(({ points }) => Number.isFinite(points))
}

/** Budgets that are counted in this process: with several, each allows as much. */
function ownBudgets(env: BudgetSettings): Spend {
  const budgets = budgetsOf(env).map(({ name, points, seconds }) => ({
    name,
    limiter: new RateLimiterMemory({ points, duration: seconds }),
  }))
  return async (keys, costs) => {
    try {
      for (const key of keys) {
        for (const { name, limiter } of budgets) if (costs[name] > 0) await limiter.consume(key, costs[name])
      }
      return undefined
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000))
      throw refusal
    }
  }
}

/** Budgets that are counted in the database, which all servers on it share. Costs a durable write for each request. */
function sharedBudgets(env: BudgetSettings, store: Store): Spend {
  const budgets = budgetsOf(env)
  return (keys, costs) => {
    const spendings = keys.flatMap((key) =>
      budgets
        .filter(({ name }) => costs[name] > 0)
        .map(({ name, points, seconds }) => ({
          key: `${name}:${key}`,
          limit: points,
          window: seconds * 1_000,
          points: costs[name],
        })),
    )
    return spendShared(store, spendings)
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
