/** The caller: anonymous, a signed-in user, or an internal service. */
export type Caller = Anyone | User | Service

/** An anonymous caller. */
export interface Anyone {
  kind: 'anyone'
}

/** A signed-in user. */
export interface User {
  kind: 'user'
  id: number
  username: string
  role: 'user' | 'admin'
  /** The time of the last sign-in with a password. */
  signedInAt: Date
}

/** An internal service. */
export interface Service {
  kind: 'service'
  name: string
}

/** An authenticated caller. */
export type KnownCaller = User | Service

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
