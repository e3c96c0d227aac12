import { createHash } from 'node:crypto'
import type { Store } from '@trellis/db'
import { eq, sql } from 'drizzle-orm'

/** The length of each window, in milliseconds. */
const WINDOW = 60_000
/** Attempts in a window from one address, at any accounts. */
const PER_ADDRESS = 100
/** Failed attempts in a window at one account, from any addresses. */
const PER_ACCOUNT = 10

/** Limits on sign-in and sign-up. The counters are in the database, so all server processes on it share them. */
export function signInLimits(store: Store) {
  return {
    /** Counts an attempt. Returns how many seconds to wait if there were too many. */
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

    /** Resets the counter of an account after its owner has signed in. */
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
// Hashed, so that the table does not reveal e-mail addresses.
const accountKey = (account: string) => `account:${createHash('sha256').update(account).digest('base64url')}`
