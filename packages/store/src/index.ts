export { type AuditEvent, type AuditFilter, auditTrail } from './audit.ts'
export { type Batched, batched } from './batched.ts'
export { counterOf } from './counter-of.ts'
export { type Definition, type DomainDatabase, defineDatabase, type OperatedDatabase } from './define-database.ts'
export {
  appendOnly,
  copied,
  counter,
  type Derived,
  foldedKey,
  journal,
  noOverlap,
  search,
} from './derived/declarations.ts'
export type { Miscount } from './derived/recount.ts'
export type {
  Columns,
  DialectName,
  KitColumn,
  KitColumns,
  KitTable,
  TableExtra,
  TableOf,
} from './dialects/query-builder.ts'
export type { ArrayParam, Expressions } from './expressions.ts'
export { compareKeys, fold } from './fold.ts'
export { idempotencyKeys } from './idempotency-keys.ts'
export { isoMoment } from './iso-moment.ts'
export { type Change, type Changes, isBefore, type Journal, type JournalColumns } from './journal/journal.ts'
export { linkTable } from './link-table.ts'
export { type Placeholders, type Preparable, prepared, preparedVariants } from './prepared.ts'
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
export { defineAuditEvents, defineIdempotencyKeys } from './tables.ts'
export { searchKey, type Words, wordsOf } from './words.ts'
