import { batched } from '@trellis/store'
import { sql } from 'drizzle-orm'
import type { IdentityConnection as Connection, IdentityStore } from './store.ts'

/** Points to spend from a limit: its counter starts again after `window` milliseconds. */
export interface Spending {
  key: string
  points: number
  limit: number
  window: number
}

/** A counter, and when its window ends. */
interface Counter {
  key: string
  count: number
  resetAt: number
}

const add = batched({
  one: async (connection: Connection, spending: Spending): Promise<Counter | undefined> => {
    const [counter] = await addAll(connection, [spending])
    return counter
  },
  many: async (connection: Connection, spendings: Spending[]) => {
    const ofKey = Map.groupBy(spendings, ({ key }) => key)
    const sums = [...ofKey.values()].flatMap(([first, ...rest]) =>
      first ? [{ ...first, points: rest.reduce((sum, { points }) => sum + points, first.points) }] : [],
    )
    const counters = await addAll(connection, sums)
    const before = new Map(
      counters.map((counter, n) => [counter.key, { ...counter, count: counter.count - (sums[n]?.points ?? 0) }]),
    )
    return spendings.map(({ key, points }) => {
      const counter = before.get(key)
      if (!counter) return undefined
      counter.count += points
      return { ...counter }
    })
  },
  order: ['key'],
})

/** Adds to counters with different keys. Returns them in the same order. */
async function addAll({ db, tables: { rateLimits } }: Connection, spendings: Spending[]): Promise<Counter[]> {
  const now = Date.now()
  const isOver = sql`${rateLimits.resetAt} <= ${now}`
  const counters = await db
    .insert(rateLimits)
    .values(spendings.map(({ key, points, window }) => ({ key, count: points, resetAt: now + window })))
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${isOver} then excluded.count else ${rateLimits.count} + excluded.count end`,
        resetAt: sql`case when ${isOver} then excluded.reset_at else ${rateLimits.resetAt} end`,
      },
    })
    .returning()
  const byKey = new Map(counters.map((counter) => [counter.key, counter]))
  return spendings.map(({ key, points, window }) => byKey.get(key) ?? { key, count: points, resetAt: now + window })
}

/**
 * Spends of limits that all servers on the database share. Resolves to how many seconds to wait if one is exceeded. Costs a
 * durable write.
 */
export async function spendShared(store: IdentityStore, spendings: Spending[]): Promise<number | undefined> {
  const counters = await store.write((connection) => Promise.all(spendings.map((one) => add(connection, one))), {
    batch: 'shared counters',
  })
  const waits = counters.flatMap((counter, n) =>
    counter && counter.count > (spendings[n]?.limit ?? 0) ? [counter.resetAt - Date.now()] : [],
  )
  return waits.length === 0 ? undefined : Math.max(1, Math.ceil(Math.max(...waits) / 1_000))
}
