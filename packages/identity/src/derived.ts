import { appendOnly, type Derived, foldedKey, journal } from '@trellis/store'
import type { IdentityTables } from './store.ts'

/** The derived data of the tables of sign-in: part of the `derived` of a domain. */
export const deriveIdentity = ({
  users,
  sessions,
  serviceKeys,
  auditEvents,
}: Pick<IdentityTables, 'users' | 'sessions' | 'serviceKeys' | 'auditEvents'>): Derived[] => [
  foldedKey(users.usernameKey, users.username),
  appendOnly(auditEvents),
  // Streams end with the access of their caller.
  journal(users, { by: [users.username, users.role], updates: 'by' }),
  journal(sessions, { by: [sessions.userId], updates: 'by' }),
  journal(serviceKeys, { by: [serviceKeys.reads, serviceKeys.procedures], updates: 'by' }),
]
