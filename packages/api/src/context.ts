import type { Connection, Store } from '@trellis/db'
import type { Caller } from './caller.ts'

/** What every procedure is given: where to read, the Store to write to, and who calls. */
export interface Context extends Connection {
  readonly store: Store
  /** Finds out who calls, once for a request and only if asked: it may cost a query. */
  identify(): Promise<Caller>
}

/** A context for one request. `identify` is called at most once. */
export function createContext(store: Store, identify: () => Promise<Caller>): Context {
  const { db, tables, expressions } = store.read
  let caller: Promise<Caller> | undefined
  return {
    store,
    db,
    tables,
    expressions,
    identify: () => {
      caller ??= identify()
      return caller
    },
  }
}
