import { and, eq, type SQL } from 'drizzle-orm'
import type { IdentityConnection } from './store.ts'

/** The account of a user, with the password and the address that prove ownership. */
export interface Account {
  readonly id: number
  readonly username: string
  readonly email: string
  readonly emailVerified: boolean
  /** The hash of the password. Null for an account without a password. */
  readonly password: string | null
}

/** The account that a condition is true of. */
export async function findAccount(
  { db, tables }: IdentityConnection,
  where: (tables: IdentityConnection['tables']) => SQL,
): Promise<Account | undefined> {
  const { users, accounts } = tables
  const { id, username, email, emailVerified } = users
  const [account] = await db
    .select({ id, username, email, emailVerified, password: accounts.password })
    .from(users)
    .leftJoin(accounts, and(eq(accounts.userId, id), eq(accounts.providerId, 'credential')))
    .where(where(tables))
    .limit(1)
  return account
}

/** A password, an address or its confirmation that has changed makes another text. */
export const stateOf = ({ email, emailVerified, password }: Account): string =>
  JSON.stringify([email, emailVerified, password])

/**
 * Locks an account until the end of the transaction. Returns whether it still is as it was when it was read: better-auth reads
 * it, hashes a password, and writes without another look.
 */
export async function lockUnchanged(connection: IdentityConnection, account: Account): Promise<boolean> {
  const { db, tables, expressions } = connection
  await expressions.lockRows(db, tables.users, eq(tables.users.id, account.id), 'no key update')
  const current = await findAccount(connection, ({ users }) => eq(users.id, account.id))
  return current !== undefined && stateOf(current) === stateOf(account)
}
