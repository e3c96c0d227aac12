export { defineAuditEvents } from './audit/table.ts'
export { type AuditEvent, type AuditFilter, auditTrail } from './audit/trail.ts'
export { type Batched, batched } from './batched.ts'
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
  type NoOverlap,
  noOverlap,
  type Search,
  search,
} from './derived/declarations.ts'
export type { Miscount } from './derived/recount.ts'
export type { Columns, DialectName, KitColumn, KitTable } from './dialects/query-builder.ts'
export type { ArrayParam, Expressions } from './expressions.ts'
export { compareKeys, fold } from './fold.ts'
export { idempotencyKeys } from './idempotency/keys.ts'
export { defineIdempotencyKeys } from './idempotency/table.ts'
export { isoMoment } from './iso-moment.ts'
export { type Change, type Changes, isBefore, type Journal, type JournalColumns } from './journal/journal.ts'
export { linkTable } from './link-table.ts'
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
export { searchKey, type Words, wordsOf } from './words.ts'
