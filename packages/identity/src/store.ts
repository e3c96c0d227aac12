import type { Connection, defineAuditEvents, defineIdempotencyKeys, Store } from '@trellis/store'
import type { EmptyRelations } from 'drizzle-orm'
import type { defineIdentityTables, RoleColumn, UsersTable } from './tables.ts'

/** The tables that sign-in needs. A domain has more, and its users may have more columns. */
export interface IdentityTables extends ReturnType<typeof defineIdentityTables> {
  readonly users: UsersTable<Record<never, never>, RoleColumn>
  readonly auditEvents: ReturnType<typeof defineAuditEvents>
  readonly idempotencyKeys: ReturnType<typeof defineIdempotencyKeys>
}

/**
 * The store of a domain with the tables of sign-in. The store of every such domain is assignable to it: a Store only returns its tables
 * and relations, so a store with more of them has this type too.
 */
export type IdentityStore = Store<IdentityTables, EmptyRelations>
/** The roles of the users of a store. */
export type RoleOf<Of extends IdentityStore> = Of['read']['tables']['users']['$inferSelect']['role']
/** A connection of such a store. It has no relational queries, because relations belong to the domain. */
export type IdentityConnection = Connection<IdentityTables, EmptyRelations>
