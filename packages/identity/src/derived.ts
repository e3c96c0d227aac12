import { appendOnly, type Derived, foldedKey } from '@trellis/store'
import type { IdentityTables } from './store.ts'

/** What is derived in the tables of sign-in: part of the `derived` of a domain. */
export const deriveIdentity = ({ users, auditEvents }: Pick<IdentityTables, 'users' | 'auditEvents'>): Derived[] => [
  foldedKey(users.usernameKey, users.username),
  appendOnly(auditEvents),
]
