export { deriveIdentity } from './derived.ts'
export type { IdentityConnection, IdentityStore, IdentityTables, RoleOf } from './store.ts'
export { defineIdentityTables, defineUsers, now, type RoleColumn, type UsersTable } from './tables.ts'
