import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Caller } from '@trellis/rpc'
import { type Placeholders, prepared } from '@trellis/store'
import { parseCookie } from 'cookie'
import { and, eq, gt, sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { Identity, IdentitySettings } from './identity.ts'
import type { Log } from './outcome.ts'
import { serviceKeyRing } from './service-keys.ts'
import type { IdentityConnection, IdentityStore, RoleOf } from './store.ts'
import { isStoredKey, keyFinder } from './stored-keys.ts'

const ANYONE: Caller<never> = { kind: 'anyone' }

const sessionByToken = prepared(
  (
    { db, tables: { sessions, users } }: IdentityConnection,
    { token, now }: Placeholders<{ token: string; now: Date }>,
  ) =>
    db
      .select({ id: users.id, username: users.username, role: users.role, signedInAt: sessions.createdAt })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(and(eq(sessions.token, token), gt(sessions.expiresAt, sql.param(now, sessions.expiresAt)))),
)

/**
 * Finds the caller of a request: a service by its key, a user by the session token in the header or the cookie. It runs
 * at most one prepared query. Sessions are not cached between requests, so a sign-out takes effect immediately.
 */
export async function callerFinder<Of extends IdentityStore>(
  store: Of,
  identity: Identity,
  settings: IdentitySettings,
  log: Log,
) {
  const { authCookies } = await identity.$context
  const cookieName = authCookies.sessionToken.name
  const serviceOf = serviceKeyRing(settings.serviceKeys)
  const holderOf = keyFinder(store, log)
  const roles: readonly string[] = store.read.tables.users.role.enumValues
  const isRole = (role: string): role is RoleOf<Of> => roles.includes(role)

  return async ({ headers }: Pick<FastifyRequest, 'headers'>): Promise<Caller<RoleOf<Of>>> => {
    if (headers.authorization === undefined && headers.cookie === undefined) return ANYONE
    const key = /^Bearer +(\S{1,500})$/i.exec(headers.authorization ?? '')?.[1]
    if (key) {
      const name = serviceOf(key)
      if (name) return { kind: 'service', name }
      if (isStoredKey(key, settings.signIn.keyPrefix)) {
        const holder = await holderOf(key)
        return holder ? { kind: 'service', ...holder } : ANYONE
      }
    }
    const token = key ? bearerToken(key, settings.secret) : cookieToken(headers.cookie, cookieName, settings.secret)
    if (!token) return ANYONE
    const [user] = await sessionByToken(store.read, { token, now: new Date() })
    if (!user) return ANYONE
    const { role } = user
    if (!isRole(role)) throw new Error(`The domain declares no role ${role}.`)
    return { kind: 'user', ...user, role }
  }
}

/** A bearer token is the session token that sign-in returns, or the signed form that the cookie has. */
function bearerToken(key: string, secret: string): string | undefined {
  return key.includes('.') ? verified(decode(key), secret) : key
}

function cookieToken(header: string | undefined, name: string, secret: string): string | undefined {
  if (!header?.includes(name)) return undefined
  const value = parseCookie(header)[name]
  return value && verified(value, secret)
}

/** The token in `token.signature`, if we made the signature: HMAC-SHA-256 in base64, as better-auth signs cookies. */
function verified(signed: string, secret: string): string | undefined {
  const dot = signed.lastIndexOf('.')
  const token = signed.slice(0, dot)
  const given = Buffer.from(signed.slice(dot + 1), 'base64')
  const expected = createHmac('sha256', secret).update(token).digest()
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
