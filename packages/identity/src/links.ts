import { createHash } from 'node:crypto'
import { and, eq, gt } from 'drizzle-orm'
import { type Account, findAccount, stateOf } from './accounts.ts'
import type { IdentityConnection } from './store.ts'

/** How long the links in messages work, in seconds. */
export const LINK_LIFETIME = 3_600

/**
 * Records a link that is sent, with the state of its account: it works once, and only as long as the password, the address and
 * its confirmation stay as they are. Code that changes them need not know of links.
 */
export async function recordLink(connection: IdentityConnection, token: string, userId: number): Promise<void> {
  const account = await findAccount(connection, ({ users }) => eq(users.id, userId))
  if (!account) return
  const createdAt = new Date()
  const expiresAt = new Date(createdAt.getTime() + LINK_LIFETIME * 1_000)
  const value = `${userId} ${hashed(stateOf(account))}`
  const { db, tables } = connection
  await db
    .insert(tables.verifications)
    .values({ identifier: identifierOf(token), value, expiresAt, createdAt, updatedAt: createdAt })
}

/** The account of a link that works. */
export async function accountOfLink(connection: IdentityConnection, token: string): Promise<Account | undefined> {
  const { db, tables } = connection
  const { identifier, value, expiresAt } = tables.verifications
  const [link] = await db
    .select({ value })
    .from(tables.verifications)
    .where(and(eq(identifier, identifierOf(token)), gt(expiresAt, new Date())))
  if (!link) return undefined
  const [id, state] = link.value.split(' ')
  const account = await findAccount(connection, ({ users }) => eq(users.id, Number(id)))
  return account && hashed(stateOf(account)) === state ? account : undefined
}

/** Ends a link. Returns whether it was there. */
export async function endLink({ db, tables: { verifications } }: IdentityConnection, token: string): Promise<boolean> {
  const { id, identifier } = verifications
  const ended = await db
    .delete(verifications)
    .where(eq(identifier, identifierOf(token)))
    .returning({ id })
  return ended.length > 0
}

// Hashed: a backup must have no token with which an account can be taken.
const identifierOf = (token: string) => `link:${hashed(token)}`
const hashed = (text: string) => createHash('sha256').update(text).digest('base64url')
