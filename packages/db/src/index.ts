export {
  checkIntegrity,
  compareKeys,
  counterOf,
  type Dialect,
  dialectOf,
  type Expressions,
  fold,
  idempotencyKeys,
  type ListValue,
  linkTable,
  type Placeholders,
  type StoreLoad,
  type StoreObserver,
  type StoreOptions,
  searchKey,
  sweepKeys,
  together,
  type Violation,
  type Words,
  wordsOf,
} from '@trellis/store'
export { type AuditEvent, type AuditFilter, auditTrail, deleteOldEvents, readAuditTrail } from './audit.ts'
export { type BackupOptions, backup, newestBackup, restore, restoreBeside } from './backups.ts'
export {
  type Connection,
  database,
  migrate,
  miscounts,
  openStore,
  pendingMigrations,
  prepared,
  preparedVariants,
  recount,
  type Store,
} from './database.ts'
export { exportRows } from './export-rows.ts'
export { importRows } from './import-rows.ts'
export type { Relations } from './relations.ts'
export { DEMO_PASSWORD, seed } from './seed.ts'
export { MAX_THREAD_DEPTH, type Tables } from './tables.ts'
