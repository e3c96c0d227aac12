export { defineAuditEvents } from './audit/table.ts'
export { type AuditEvent, type AuditFilter, auditTrail, deleteOldEvents, readAuditTrail } from './audit/trail.ts'
export { counterOf } from './counter-of.ts'
export { type Definition, type DomainDatabase, defineDatabase, type OperatedDatabase } from './define-database.ts'
export {
  type AppendOnly,
  appendOnly,
  type Copy,
  type Counter,
  copied,
  counter,
  type Derived,
  type FoldedKey,
  foldedKey,
  type Journaled,
  journal,
  type Search,
  search,
} from './derived/declarations.ts'
export type { Miscount } from './derived/recount.ts'
export type { KitColumn, KitTable } from './dialects/dialect.ts'
export { type Dialect, dialectOf } from './dialects/dialect.ts'
export { reset } from './dialects/index.ts'
export { primaryKeyOf } from './dialects/primary-key.ts'
export type { Columns } from './dialects/sqlite/columns.ts'
export { isoMoment } from './dialects/sqlite/iso-moment.ts'
export type { Expressions, ListValue } from './expressions.ts'
export { compareKeys, fold } from './fold.ts'
export { idempotencyKeys, sweepKeys } from './idempotency/keys.ts'
export { defineIdempotencyKeys } from './idempotency/table.ts'
export { type Change, type Changes, isBefore, type Journal, type JournalColumns } from './journal/journal.ts'
export { linkTable } from './link-table.ts'
export {
  beside,
  checkIntegrity,
  continueIds,
  dumpPostgres,
  hasTables,
  type OnProgress,
  type PendingMigration,
  replaceSqlite,
  restoreDump,
  snapshotSqlite,
  withSnapshot,
} from './operations.ts'
export { type Placeholders, type Preparable, type PreparedOptions, prepared, preparedVariants } from './prepared.ts'
export type { ForeignKey, Schema } from './schema.ts'
export type {
  AnyTables,
  Connection,
  Database,
  MigrateOptions,
  MissingRow,
  Store,
  StoreLoad,
  StoreObserver,
  StoreOptions,
  Violation,
  WriteOptions,
} from './store.ts'
export { type Together, together } from './together.ts'
export { searchKey, type Words, wordsOf } from './words.ts'
