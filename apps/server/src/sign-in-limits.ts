import { createHash } from 'node:crypto'
import type { Store } from '@trellis/db'
import { eq, sql } from 'drizzle-orm'

/** The window of every limit, in milliseconds. */
const WINDOW = 60_000
/** Tries in a window from one address, whatever accounts they name. */
const PER_ADDRESS = 100
/** Failed tries in a window at one account, whatever addresses they come from. */
const PER_ACCOUNT = 10

/** Limits on sign-in and sign-up, counted in the database: every server process on it counts together. */
export function signInLimits(store: Store) {
  return {
    /** Counts a try. Answers how many seconds to wait if there were too many. */
    async check(address: string, account: string): Promise<number | undefined> {
      const [byAddress, byAccount] = await Promise.all([
        count(store, addressKey(address)),
        count(store, accountKey(account)),
      ])
      const exceeded = [
        ...(byAddress.count > PER_ADDRESS ? [byAddress] : []),
        ...(byAccount.count > PER_ACCOUNT ? [byAccount] : []),
      ]
      if (exceeded.length === 0) return undefined
      return Math.max(1, ...exceeded.map(({ resetAt }) => Math.ceil((resetAt - Date.now()) / 1_000)))
    },

    /** Forgets the tries at an account: its owner is here. */
    async succeeded(account: string): Promise<void> {
      await store.write(({ db, tables: { rateLimits } }) =>
        db.delete(rateLimits).where(eq(rateLimits.key, accountKey(account))),
      )
    },
  }
}

async function count(store: Store, key: string): Promise<{ count: number; resetAt: number }> {
  const now = Date.now()
  const [counter] = await store.write(({ db, tables: { rateLimits } }) => {
    const isOver = sql`${rateLimits.resetAt} <= ${now}`
    return db
      .insert(rateLimits)
      .values({ key, count: 1, resetAt: now + WINDOW })
      .onConflictDoUpdate({
        target: rateLimits.key,
        set: {
          count: sql`case when ${isOver} then 1 else ${rateLimits.count} + 1 end`,
          resetAt: sql`case when ${isOver} then ${now + WINDOW} else ${rateLimits.resetAt} end`,
        },
      })
      .returning()
  })
  return counter ?? { count: 1, resetAt: now + WINDOW }
}

const addressKey = (address: string) => `address:${address}`
// Hashed: the table is no place to read e-mail addresses in.
const accountKey = (account: string) => `account:${createHash('sha256').update(account).digest('base64url')}`
