import { auditTrail, type Store } from '@trellis/db'

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

/** Adds the events of sign-in to the audit trail, before the response is sent. */
export function signInEvents(store: Store) {
  const record = (procedure: string, caller: string, keys: Record<string, number>, requestId: string) =>
    store.write((connection) => auditTrail.record(connection, { caller, procedure, keys, requestId }))

  return {
    /** @param caller `user:1` */
    async succeeded(path: string, caller: string, requestId: string): Promise<void> {
      const procedure = events[path]
      if (procedure) await record(procedure, caller, {}, requestId)
    },

    /**
     * @param account the account that was named, `user:1` if there is such a user. Other names are not recorded: they
     *   may be a password in the wrong field.
     */
    async failed(path: string, account: string, requestId: string): Promise<void> {
      await record(`${events[path]}-failed`, 'anyone', keysOf(account), requestId)
    },

    /** A message to reset a password was asked for. */
    async requested(path: string, account: string, requestId: string): Promise<void> {
      const procedure = events[path]
      if (procedure) await record(procedure, 'anyone', keysOf(account), requestId)
    },

    /** An address was confirmed. */
    async confirmed(user: number, isNew: boolean, requestId: string): Promise<void> {
      await record(isNew ? 'auth.email-change' : 'auth.email-verify', `user:${user}`, {}, requestId)
    },
  }
}

function keysOf(account: string): Record<string, number> {
  const user = /^user:(\d+)$/.exec(account)?.[1]
  return user ? { userId: Number(user) } : {}
}
