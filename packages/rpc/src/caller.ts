/** The caller: anonymous, a signed-in user, or an internal service. A domain names the roles of its users. */
export type Caller<Role extends string = string> = Anyone | User<Role> | Service

/** The roles of a domain that does not name its own. An admin may do everything. */
export type DefaultRole = 'user' | 'admin'

/** An anonymous caller. */
export interface Anyone {
  kind: 'anyone'
}

/** A signed-in user. */
export interface User<Role extends string = string> {
  kind: 'user'
  id: number
  username: string
  role: Role
  /** The time of the last sign-in with a password. */
  signedInAt: Date
  /** When the session ends, unless it is extended. */
  expiresAt?: Date
}

/** An internal service. */
export interface Service {
  kind: 'service'
  name: string
  /** The limits of its key. Without them, it may call every procedure. */
  limits?: KeyLimits | undefined
  /** When its key ends. */
  expiresAt?: Date | undefined
}

/** The limits of a service's key. */
export interface KeyLimits {
  /** Whether it may only run queries. */
  readonly reads: boolean
  /** The procedures that it may call: `books.byId`, or `books.*` for all whose names begin so. `undefined`: all. */
  readonly procedures?: readonly string[] | undefined
}

/** Why the limits of its key do not let a caller call a procedure, or `undefined` if they do. */
export function limitOf(caller: Caller, path: string, type: string): string | undefined {
  if (caller.kind !== 'service' || !caller.limits) return undefined
  const { reads, procedures } = caller.limits
  if (reads && type !== 'query') return `The key of ${caller.name} may only read, and ${path} is a mutation.`
  const named = (pattern: string) =>
    pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)))
  if (procedures && !procedures.some(named)) return `The key of ${caller.name} may not call ${path}.`
  return undefined
}

/** A caller as text: `user:1`, `service:importer`, `anyone`. */
export function callerName(caller: Caller): string {
  if (caller.kind === 'anyone') return 'anyone'
  return caller.kind === 'user' ? `user:${caller.id}` : `service:${caller.name}`
}

/** An authenticated caller. */
export type KnownCaller<Role extends string = string> = User<Role> | Service

/** Services and admins may do everything, for any user. */
export function isPrivileged(caller: Caller): boolean {
  return caller.kind === 'service' || (caller.kind === 'user' && caller.role === 'admin')
}

/** How long a sign-in is recent, in milliseconds. */
const RECENT = 5 * 60_000

/** Whether the caller signed in with a password recently, or has a service key. An old open session is not enough. */
export function isRecent(caller: KnownCaller): boolean {
  return caller.kind === 'service' || Date.now() - caller.signedInAt.getTime() < RECENT
}

/** The id of the calling user. For other callers 0, which no user has. */
export function viewerId(caller: Caller): number {
  return caller.kind === 'user' ? caller.id : 0
}
