export {
  type ArrayParam,
  auditTrail,
  batched,
  counterOf,
  type DialectName,
  fold,
  idempotencyKeys,
  linkTable,
  type Placeholders,
  searchKey,
  type Words,
  wordsOf,
} from '@trellis/store'
export {
  type Connection,
  database,
  migrate,
  miscounts,
  openStore,
  prepared,
  preparedVariants,
  type Store,
} from './database.ts'
export type { Relations } from './relations.ts'
export { seed } from './seed.ts'
export { MAX_THREAD_DEPTH, type Tables } from './tables.ts'
