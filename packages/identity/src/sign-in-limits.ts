import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { network } from './network.ts'
import { spendShared } from './shared-counters.ts'
import type { IdentityConnection as Connection, IdentityStore } from './store.ts'

/** The length of each window, in milliseconds. */
const WINDOW = 60_000
/** Attempts in a window from one address, at any accounts. */
const PER_ADDRESS = 100
/** Failed attempts in a window at one account, from all addresses that never signed in to it, and from each that has. */
const PER_ACCOUNT = 10
/** Messages to an e-mail address in a window of an hour. */
const PER_MAILBOX = 5
const HOUR = 60 * 60_000
/** How long an address is known to an account after a sign-in, in milliseconds. */
const KNOWN = 90 * 24 * 60 * 60_000

/** Limits on sign-in, sign-up and messages. The counters are in the database, so all server processes on it share them. */
export function signInLimits(store: IdentityStore) {
  return {
    /** Counts an attempt. Returns how many seconds to wait if there were too many. */
    async check(address: string, account: string): Promise<number | undefined> {
      const from = network(address)
      const key = await accountKey(store.read, from, account)
      return spendShared(store, [one(`address:${from}`, PER_ADDRESS), one(key, PER_ACCOUNT)])
    },

    /** Counts a message to an e-mail address. Returns how many seconds to wait if there were too many. */
    checkMail(address: string, email: string): Promise<number | undefined> {
      const spendings = [
        one(`address:${network(address)}`, PER_ADDRESS),
        one(`mailbox:${hashed(email)}`, PER_MAILBOX, HOUR),
      ]
      return spendShared(store, spendings)
    },

    /** Resets the counter of an account after its owner has signed in, and knows the address from now on. */
    async succeeded(connection: Connection, address: string, account: string): Promise<void> {
      const { db, tables } = connection
      const { rateLimits } = tables
      const from = network(address)
      const counted = await accountKey(connection, from, account)
      const known = { key: knownKey(from, account), count: 0, resetAt: Date.now() + KNOWN }
      await db.delete(rateLimits).where(eq(rateLimits.key, counted))
      await db
        .insert(rateLimits)
        .values(known)
        .onConflictDoUpdate({ target: rateLimits.key, set: { resetAt: known.resetAt } })
    },
  }
}

const one = (key: string, limit: number, window = WINDOW) => ({ key, points: 1, limit, window })

/** The key of the counter of attempts at an account. Strangers share one counter, so that they cannot lock the owner out. */
async function accountKey({ db, tables }: Connection, from: string, account: string): Promise<string> {
  const known = knownKey(from, account)
  const [row] = await db
    .select({ key: tables.rateLimits.key })
    .from(tables.rateLimits)
    .where(eq(tables.rateLimits.key, known))
  return row ? `account:${hashed(account, from)}` : `account:${hashed(account)}`
}

const knownKey = (from: string, account: string) => `known:${hashed(account, from)}`
// Hashed, so that the table does not reveal e-mail addresses.
const hashed = (...parts: string[]) => createHash('sha256').update(parts.join(' ')).digest('base64url')
