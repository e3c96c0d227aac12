/** Who is calling: nobody we know, a signed-in user, or an internal service. */
export type Caller = Anyone | User | Service

/** Nobody we know. */
export interface Anyone {
  kind: 'anyone'
}

/** A signed-in user. */
export interface User {
  kind: 'user'
  id: number
  username: string
  role: 'user' | 'admin'
  /** When they gave their password. */
  signedInAt: Date
}

/** An internal service. */
export interface Service {
  kind: 'service'
  name: string
}

/** A caller who has shown who they are. */
export type KnownCaller = User | Service

/** Services and admins may do everything, for any user. */
export function isPrivileged(caller: Caller): boolean {
  return caller.kind === 'service' || (caller.kind === 'user' && caller.role === 'admin')
}

/** How long a sign-in is recent, in milliseconds. */
const RECENT = 5 * 60_000

/** Whether the caller gave a password, or a service key, not long ago: a session that somebody left open does not suffice. */
export function isRecent(caller: KnownCaller): boolean {
  return caller.kind === 'service' || Date.now() - caller.signedInAt.getTime() < RECENT
}

/** The id of the calling user; 0, which is nobody's, for everyone else. */
export function viewerId(caller: Caller): number {
  return caller.kind === 'user' ? caller.id : 0
}
