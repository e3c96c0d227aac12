import { type IdentityStore, network, spendShared } from '@trellis/identity'
import { ApiError, type Caller, commonReasons } from '@trellis/rpc'
import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { z } from 'zod'
import type { Env } from './env.ts'

const DAY = 24 * 60 * 60

/** What a mutation costs, and what a query costs, if they do not say it. */
const MUTATION = 5
const QUERY = 1

const described = z.object({ meta: z.object({ cost: z.number().optional() }).optional() })

/** What a call of each procedure of a router costs, and which are mutations. */
export function costsOf(router: AnyTRPCRouter) {
  const costs = new Map<string, number>()
  const mutations = new Set<string>()
  for (const [path, { _def }] of Object.entries<AnyTRPCProcedure>(router._def.procedures)) {
    const isMutation = _def.type === 'mutation'
    if (isMutation) mutations.add(path)
    costs.set(path, described.parse(_def).meta?.cost ?? (isMutation ? MUTATION : QUERY))
  }
  return {
    isMutation: (path: string): boolean => mutations.has(path),
    costOf: (path: string): number => costs.get(path) ?? QUERY,
  }
}

type Costs = ReturnType<typeof costsOf>

type BudgetSettings = Pick<Env, 'RATE_LIMIT' | 'DAILY_WRITES' | 'DAILY_BYTES' | 'RATE_LIMIT_STORE'>

/**
 * Budgets of each address and of each user, services excepted: what their calls cost in a minute, and how much they write
 * in a day. A signed-in user spends the budget of the address too: several accounts at one address have no larger budget.
 */
export function callLimit(env: BudgetSettings, store: IdentityStore, { isMutation, costOf }: Costs) {
  if (env.RATE_LIMIT === Number.POSITIVE_INFINITY) return undefined
  const spend = env.RATE_LIMIT_STORE === 'database' ? sharedBudgets(env, store) : ownBudgets(env)

  return async (
    context: { identify(): Promise<Caller> },
    paths: string[],
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> => {
    const caller = await context.identify()
    if (caller.kind === 'service') return
    const keys = [`address:${network(request.ip)}`, ...(caller.kind === 'user' ? [`user:${caller.id}`] : [])]
    const writes = paths.filter(isMutation).length
    const seconds = await spend(keys, {
      minute: paths.reduce((sum, path) => sum + costOf(path), 0),
      writes,
      bytes: writes > 0 ? Number(request.headers['content-length'] ?? 0) : 0,
    })
    if (seconds === undefined) return
    reply.header('retry-after', seconds)
    const message = `Too many calls. Try again in ${seconds} seconds.`
    throw new ApiError('RATE_LIMITED', commonReasons.RATE_LIMITED, { message })
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
function sharedBudgets(env: BudgetSettings, store: IdentityStore): Spend {
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
