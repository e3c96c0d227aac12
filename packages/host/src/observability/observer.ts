import type { ObserveCall } from '@trellis/fastify-trpc'
import type { StoreObserver } from '@trellis/store'

/** The result of a call. */
export type CallResult = Awaited<ReturnType<ObserveCall>>

/** Is called after each call, statement, transaction and COMMIT, with its duration in milliseconds. */
export interface Observer {
  /** A call of a procedure, by its path. */
  called?(path: string, result: CallResult, ms: number): void
  /** A statement, by its text without values. */
  executed?(text: string, ms: number): void
  /** A transaction, with its wait. */
  transacted?(ms: number): void
  /** A COMMIT that some transactions share. */
  committed?(transactions: number): void
}

/** Wraps each call and each transaction. */
export interface Wrappers {
  readonly call: ObserveCall
  readonly transaction: StoreObserver['transaction']
}

/** One observer of procedures and of the store, which passes each event on to several. */
export function observe(observers: readonly Observer[], wrappers?: Wrappers): StoreObserver & { call: ObserveCall } {
  const executed = observers.flatMap((one) => one.executed ?? [])
  const called = observers.flatMap((one) => one.called ?? [])
  const transacted = observers.flatMap((one) => one.transacted ?? [])
  const committed = observers.flatMap((one) => one.committed ?? [])
  return {
    call: async (call, run) => {
      const start = performance.now()
      const result = await (wrappers ? wrappers.call(call, run) : run())
      const ms = performance.now() - start
      for (const tell of called) tell(call.path, result, ms)
      return result
    },
    transaction: async (work, run) => {
      const start = performance.now()
      try {
        return await (wrappers ? wrappers.transaction(work, run) : run(work))
      } finally {
        const ms = performance.now() - start
        for (const tell of transacted) tell(ms)
      }
    },
    statement: (text, ms) => {
      for (const tell of executed) tell(text, ms)
    },
    commit: (transactions) => {
      for (const tell of committed) tell(transactions)
    },
  }
}
