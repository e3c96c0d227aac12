import { auditTrail } from '@trellis/store'
import type { IdentityConnection as Connection } from './store.ts'

/** The names of the events in the audit trail, by path. */
const events: Readonly<Record<string, string>> = {
  'sign-up/email': 'auth.sign-up',
  'sign-in/email': 'auth.sign-in',
  'sign-in/username': 'auth.sign-in',
  'sign-out': 'auth.sign-out',
  'change-password': 'auth.password-change',
  'reset-password': 'auth.password-reset',
  'request-password-reset': 'auth.password-reset-request',
  'change-email': 'auth.email-change-request',
  'revoke-session': 'auth.session-revoke',
  'revoke-other-sessions': 'auth.session-revoke',
}

function record(
  connection: Connection,
  procedure: string,
  caller: string,
  requestId: string,
  keys = {},
): Promise<void> {
  return auditTrail.record(connection, { caller, procedure, keys, requestId })
}

/** Adds the events of sign-in to the audit trail, in the transaction of the change that they record. */
export const signInEvents = {
  /** @param caller `user:1` */
  async succeeded(connection: Connection, path: string, caller: string, requestId: string): Promise<void> {
    const procedure = events[path]
    if (procedure) await record(connection, procedure, caller, requestId)
  },

  /**
   * @param account the account that was named, `user:1` if there is such a user. Other names are not recorded: they
   *   may be a password in the wrong field.
   */
  failed: (connection: Connection, path: string, account: string, requestId: string): Promise<void> =>
    record(connection, `${events[path]}-failed`, 'anyone', requestId, keysOf(account)),

  /** A message to reset a password was asked for. */
  requested: (connection: Connection, path: string, userId: number | undefined, requestId: string): Promise<void> =>
    record(connection, `${events[path]}`, 'anyone', requestId, userId === undefined ? {} : { userId }),

  /** An address was confirmed. */
  confirmed: (connection: Connection, user: number, isNew: boolean, requestId: string): Promise<void> =>
    record(connection, isNew ? 'auth.email-change' : 'auth.email-verify', `user:${user}`, requestId),
}

function keysOf(account: string): Record<string, number> {
  const user = /^user:(\d+)$/.exec(account)?.[1]
  return user ? { userId: Number(user) } : {}
}
