import type { StoreObserver } from '@trellis/db'
import type { ObserveCall } from '@trellis/fastify-trpc'

/** Observes the server: calls of procedures, and the work of the store. */
export interface Observer extends Partial<StoreObserver> {
  /** Stands around each call of a procedure. */
  call?: ObserveCall
}

/** One observer that tells several. */
export function joined(observers: readonly Observer[]): Required<Observer> {
  return {
    call: (call, run) =>
      observers.reduce((inner, { call: observe }) => (observe ? () => observe(call, inner) : inner), run)(),
    transaction: (run) => observers.reduce((inner, one) => () => one.transaction?.(inner) ?? inner(), run)(),
    statement: (text) => {
      const ends = observers.map((one) => one.statement?.(text))
      return () => {
        for (const end of ends) end?.()
      }
    },
    commit: (transactions) => {
      for (const one of observers) one.commit?.(transactions)
    },
  }
}
