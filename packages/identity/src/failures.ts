import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyBaseLogger } from 'fastify'

/** Where failures are logged. */
export type Log = Pick<FastifyBaseLogger, 'error'>

const current = new AsyncLocalStorage<{ failures: unknown[] }>()

/** Logs what better-auth reports, some of which it then passes over. */
export function failed(log: Log, message: string, details: unknown[]): void {
  const error = details.find((detail) => detail instanceof Error)
  log.error({ err: error, component: 'identity' }, message)
  current.getStore()?.failures.push(error ?? new Error(message))
}

/** Runs a request. Returns its internal errors too, for any response. */
export function withFailures<T>(run: () => Promise<T>): Promise<{ result: T; failures: unknown[] }> {
  const request = { failures: [] }
  return current.run(request, async () => ({ result: await run(), ...request }))
}
