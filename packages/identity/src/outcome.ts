import { AsyncLocalStorage } from 'node:async_hooks'
import { DrizzleQueryError } from 'drizzle-orm'
import type { FastifyBaseLogger } from 'fastify'
import type { Message } from './mail/messages.ts'

/** Where failures are logged. */
export type Log = Pick<FastifyBaseLogger, 'error'>

/** The side effects of a request in the identity library. */
export interface Outcome {
  /** The internal errors, also errors that the library ignores. */
  failures: unknown[]
  /** The messages to send once the changes of the request are committed. */
  messages: Message[]
  /** The links in them. */
  links: { token: string; userId: number }[]
  /** The user whose account was changed. */
  changed?: number
}

const current = new AsyncLocalStorage<Outcome>()

/**
 * Logs the errors that better-auth reports, some of which it ignores afterwards. The failed statement of a request is not logged here: `callsOf`
 * throws it, or refuses the request, which anybody can cause.
 */
export function failed(log: Log, message: string, details: unknown[]): void {
  const error = details.find((detail) => detail instanceof Error)
  const outcome = current.getStore()
  if (!outcome || !(error instanceof DrizzleQueryError)) log.error({ err: error, component: 'identity' }, message)
  outcome?.failures.push(error ?? new Error(message))
}

/** Remembers the user whose account the request has changed. */
export function changed(user: { id: unknown }): void {
  const outcome = current.getStore()
  if (outcome) outcome.changed = Number(user.id)
}

/** Sends a message about a change of the request, after its commit. */
export function sendLater(message: Message): void {
  current.getStore()?.messages.push(message)
}

/** Remembers a link in a message. */
export function linked(token: string, user: { id: unknown }): void {
  current.getStore()?.links.push({ token, userId: Number(user.id) })
}

/** Runs a request. Returns its side effects, too. */
export function withOutcome<T>(run: () => Promise<T>): Promise<Outcome & { result: T }> {
  const outcome: Outcome = { failures: [], messages: [], links: [] }
  return current.run(outcome, async () => {
    const result = await run()
    return { result, ...outcome }
  })
}
