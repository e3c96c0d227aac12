import { type Connection, type Store, together } from '@trellis/db'
import { sql } from 'drizzle-orm'

/** How much to add to a counter, which starts again after `window` milliseconds. */
interface Addition {
  key: string
  points: number
  window: number
}

/** A counter, and when its window ends. */
export interface Counter {
  key: string
  count: number
  resetAt: number
}

const add = together({
  one: async (connection: Connection, addition: Addition): Promise<Counter | undefined> => {
    const [counter] = await addAll(connection, [addition])
    return counter
  },
  many: async (connection: Connection, additions: Addition[]) => {
    const ofKey = Map.groupBy(additions, ({ key }) => key)
    const sums = [...ofKey.values()].flatMap(([first, ...rest]) =>
      first ? [{ ...first, points: rest.reduce((sum, { points }) => sum + points, first.points) }] : [],
    )
    const counters = await addAll(connection, sums)
    const before = new Map(
      counters.map((counter, n) => [counter.key, { ...counter, count: counter.count - (sums[n]?.points ?? 0) }]),
    )
    return additions.map(({ key, points }) => {
      const counter = before.get(key)
      if (!counter) return undefined
      counter.count += points
      return { ...counter }
    })
  },
  order: ['key'],
})

/** Adds to counters with different keys. Returns them in the same order. */
async function addAll({ db, tables: { rateLimits } }: Connection, additions: Addition[]): Promise<Counter[]> {
  const now = Date.now()
  const isOver = sql`${rateLimits.resetAt} <= ${now}`
  const counters = await db
    .insert(rateLimits)
    .values(additions.map(({ key, points, window }) => ({ key, count: points, resetAt: now + window })))
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${isOver} then excluded.count else ${rateLimits.count} + excluded.count end`,
        resetAt: sql`case when ${isOver} then excluded.reset_at else ${rateLimits.resetAt} end`,
      },
    })
    .returning()
  const byKey = new Map(counters.map((counter) => [counter.key, counter]))
  return additions.map(({ key, points, window }) => byKey.get(key) ?? { key, count: points, resetAt: now + window })
}

/** Adds to counters that all servers on the database share. */
export async function addToShared(store: Store, additions: Addition[]): Promise<Counter[]> {
  const counters = await store.write((connection) => Promise.all(additions.map((one) => add(connection, one))), {
    together: 'shared counters',
  })
  return counters.filter((counter) => counter !== undefined)
}
