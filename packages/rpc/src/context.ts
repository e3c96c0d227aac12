import type { Caller } from './caller.ts'
import type { AnyConnection, AnyStore } from './database.ts'
import { explainFailure } from './errors.ts'
import type { Ownership } from './ownership.ts'

/** What every procedure is given: where to read, the Store to write to, and who calls. */
export type Context<Store extends AnyStore<AnyConnection>> = Store['read'] & {
  readonly store: Store
  /** How many bytes the responses of this request may still have, if they are bounded together. */
  readonly remaining?: { bytes: number } | undefined
  /** Finds out who calls, once for a request and only if asked: it may cost a query. */
  identify(): Promise<Caller>
  /** The idempotency keys of the calls of the request, in their order. */
  readonly idempotencyKeys?: readonly string[] | undefined
  /** Whether a procedure for `self` has checked ownership; absent in all others. */
  readonly ownership?: Ownership | undefined
}

/** What a request brings besides its caller. */
export interface ContextOptions {
  /** Bounds the responses of a batch together. */
  maxResponseBytes?: number | undefined
  /** The idempotency keys of the calls, in their order. */
  idempotencyKeys?: readonly string[] | undefined
}

/** A context for one request. `identify` is called at most once. */
export function createContext<Store extends AnyStore<AnyConnection>>(
  store: Store,
  identify: () => Promise<Caller>,
  { maxResponseBytes, idempotencyKeys }: ContextOptions = {},
): Context<Store> {
  let caller: Promise<Caller> | undefined
  return {
    ...store.read,
    store,
    remaining: maxResponseBytes === undefined ? undefined : { bytes: maxResponseBytes },
    idempotencyKeys,
    identify: () => {
      caller ??= identify().catch((error: unknown) => Promise.reject(explainFailure(store, error)))
      return caller
    },
  }
}
