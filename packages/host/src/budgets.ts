import { type IdentityStore, spendShared } from '@trellis/identity'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Env } from './env.ts'

const DAY = 24 * 60 * 60

/** The settings of the budgets. */
export type BudgetSettings = Pick<Env, 'RATE_LIMIT' | 'DAILY_WRITES' | 'DAILY_BYTES' | 'RATE_LIMIT_STORE'>

/** The amounts to spend from each budget. */
export interface Costs {
  /** The points of RATE_LIMIT. */
  readonly minute: number
  readonly writes: number
  readonly bytes: number
}

/** Spends from the budgets of each key. Resolves to how many seconds to wait if one is used up. */
export type Spend = (keys: string[], costs: Costs) => Promise<number | undefined>

/** The budgets that are limited: `off` is infinity. */
function budgetsOf(env: BudgetSettings): { name: keyof Costs; points: number; seconds: number }[] {
  const budgets: ReturnType<typeof budgetsOf> = [
    { name: 'minute', points: env.RATE_LIMIT, seconds: 60 },
    { name: 'writes', points: env.DAILY_WRITES, seconds: DAY },
    { name: 'bytes', points: env.DAILY_BYTES, seconds: DAY },
  ]
  return budgets.filter(({ points }) => Number.isFinite(points))
}

/** Budgets that are counted in this process: with several, each allows as much. */
export interface OwnBudgets {
  readonly spend: Spend
  /** How many seconds a key must wait because its points of this minute are used up. */
  wait(key: string): Promise<number | undefined>
}

/** Creates budgets that are counted in this process. */
export function ownBudgets(env: BudgetSettings): OwnBudgets {
  const budgets = budgetsOf(env).map(({ name, points, seconds }) => ({
    name,
    limiter: new RateLimiterMemory({ points, duration: seconds }),
  }))
  const spend: Spend = async (keys, costs) => {
    try {
      for (const key of keys) {
        for (const { name, limiter } of budgets) if (costs[name] > 0) await limiter.consume(key, costs[name])
      }
      return undefined
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return secondsOf(refusal)
      throw refusal
    }
  }
  const minute = budgets.find(({ name }) => name === 'minute')?.limiter
  return {
    spend,
    async wait(key) {
      const spent = await minute?.get(key)
      return spent && spent.remainingPoints <= 0 ? secondsOf(spent) : undefined
    },
  }
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000))
}

/** Budgets that are counted in the database, which all servers on it share. Costs a durable write for each call. */
export function sharedBudgets(env: BudgetSettings, store: IdentityStore): Spend {
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
