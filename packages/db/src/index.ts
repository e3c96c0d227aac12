export { type Dialect, dialectOf, type Expressions, fold, type StoreLoad, type StoreObserver, type StoreOptions, type Violation } from '@trellis/store'
export {
  type Connection,
  database,
  migrate,
  openStore,
  prepared,
  preparedVariants,
  type Store,
} from './database.ts'
export type { Relations } from './relations.ts'
export { DEMO_PASSWORD, seed } from './seed.ts'
export { MAX_THREAD_DEPTH, type Tables } from './tables.ts'
