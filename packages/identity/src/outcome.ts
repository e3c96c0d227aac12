import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyBaseLogger } from 'fastify'

/** Where failures are logged. */
export type Log = Pick<FastifyBaseLogger, 'error'>

/** What happened inside the identity library during a request, besides its response. */
export interface Outcome {
  /** The internal errors, also those that the library passes over. */
  failures: unknown[]
  /** The user whose account was changed. */
  changed?: number
}

const current = new AsyncLocalStorage<Outcome>()

/** Logs what better-auth reports, some of which it then passes over. */
export function failed(log: Log, message: string, details: unknown[]): void {
  const error = details.find((detail) => detail instanceof Error)
  log.error({ err: error, component: 'identity' }, message)
  current.getStore()?.failures.push(error ?? new Error(message))
}

/** Remembers the user whose account the request has changed. */
export function changed(user: { id: unknown }): void {
  const outcome = current.getStore()
  if (outcome) outcome.changed = Number(user.id)
}

/** Runs a request. Returns what happened inside of it, too. */
export function withOutcome<T>(run: () => Promise<T>): Promise<Outcome & { result: T }> {
  const outcome: Outcome = { failures: [] }
  return current.run(outcome, async () => {
    const result = await run()
    return { result, ...outcome }
  })
}
