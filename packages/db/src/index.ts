export {
  type ArrayParam,
  type AuditEvent,
  type AuditFilter,
  auditTrail,
  batched,
  compareKeys,
  counterOf,
  type DialectName,
  type Expressions,
  fold,
  idempotencyKeys,
  linkTable,
  type Placeholders,
  type StoreLoad,
  type StoreObserver,
  type StoreOptions,
  searchKey,
  type Violation,
  type Words,
  wordsOf,
} from '@trellis/store'
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
export type { Relations } from './relations.ts'
export { DEMO_PASSWORD, seed } from './seed.ts'
export { MAX_THREAD_DEPTH, type Tables } from './tables.ts'
