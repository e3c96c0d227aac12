import type { Caller } from '@trellis/rpc'
import { type Placeholders, prepared } from '@trellis/store'
import { and, eq, gt, sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { Identity, IdentitySettings } from './identity.ts'
import type { Log } from './outcome.ts'
import { serviceKeyRing } from './service-keys.ts'
import { bearerKey, sessionTokens } from './session-tokens.ts'
import type { IdentityConnection, IdentityStore, RoleOf } from './store.ts'
import { isStoredKey, keyFinder } from './stored-keys.ts'

const ANYONE: Caller<never> = { kind: 'anyone' }

const sessionByToken = prepared(
  (
    { db, tables: { sessions, users } }: IdentityConnection,
    { token, now }: Placeholders<{ token: string; now: Date }>,
  ) =>
    db
      .select({
        id: users.id,
        username: users.username,
        role: users.role,
        signedInAt: sessions.createdAt,
        expiresAt: sessions.expiresAt,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(and(eq(sessions.token, token), gt(sessions.expiresAt, sql.param(now, sessions.expiresAt)))),
)

/**
 * Finds the caller of a request: a service by its key, a user by the session token in the header or the cookie. It runs
 * at most one prepared query. Sessions are not cached between requests, so a sign-out takes effect immediately. `isFresh`: keys that
 * were found before are looked up again.
 */
export async function callerFinder<Of extends IdentityStore>(
  store: Of,
  identity: Identity,
  settings: IdentitySettings,
  log: Log,
) {
  const tokens = await sessionTokens(identity)
  const serviceOf = serviceKeyRing(settings.serviceKeys)
  const holderOf = keyFinder(store, log)
  const roles: readonly string[] = store.read.tables.users.role.enumValues
  const isRole = (role: string): role is RoleOf<Of> => roles.includes(role)

  return async (
    { headers }: Pick<FastifyRequest, 'headers'>,
    { isFresh = false } = {},
  ): Promise<Caller<RoleOf<Of>>> => {
    if (headers.authorization === undefined && headers.cookie === undefined) return ANYONE
    const key = bearerKey(headers)
    if (key) {
      const name = serviceOf(key)
      if (name) return { kind: 'service', name }
      if (isStoredKey(key, settings.signIn.keyPrefix)) {
        const holder = await holderOf(key, isFresh)
        return holder ? { kind: 'service', ...holder } : ANYONE
      }
    }
    const token = tokens.read(headers)
    if (!token) return ANYONE
    const [user] = await sessionByToken(store.read, { token, now: new Date() })
    if (!user) return ANYONE
    const { role } = user
    if (!isRole(role)) throw new Error(`The domain declares no role ${role}.`)
    return { kind: 'user', ...user, role }
  }
}
