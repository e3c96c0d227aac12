/** The facts that are known about a call without a response. */
interface Facts {
  /** Whether the server may have executed the call. */
  carriedOut: 'no' | 'unknown'
  /** The status of a response that is not from tRPC, but for example from a proxy. */
  status?: number | undefined
  /** The `retry-after` of the response, in milliseconds. */
  retryAfter?: number | undefined
  cause?: unknown
}

/**
 * Why a call has no response from the server: no connection, a timeout, or a response that is not from tRPC. It is the
 * `cause` of the error that the call throws. `carriedOut` tells whether the call may have had an effect.
 *
 * @example
 * ```ts
 * import { ConnectionError, createClient } from '@trellis/client'
 * import type { LibraryRouter } from '@trellis/host/testing/library'
 *
 * // Nothing listens on port 2.
 * const library = createClient<LibraryRouter>({ url: 'http://127.0.0.1:2', retries: 0 })
 * try {
 *   await library.books.create.mutate({ title: 'Dune' })
 * } catch (error) {
 *   const cause = error instanceof Error ? error.cause : undefined
 *   if (!(cause instanceof ConnectionError)) throw error
 *   console.log(cause.carriedOut) // no
 * }
 * ```
 */
export class ConnectionError extends Error {
  readonly carriedOut: 'no' | 'unknown'
  readonly status: number | undefined
  readonly retryAfter: number | undefined

  constructor(message: string, { carriedOut, status, retryAfter, cause }: Facts) {
    super(message, { cause })
    this.name = 'ConnectionError'
    this.carriedOut = carriedOut
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** The error for a `fetch` that threw. It says whether the request may have reached the server. */
export function connectionFailed(origin: string, thrown: unknown): ConnectionError {
  const behind = causes(thrown)
  const facts = behind.find((cause) => 'code' in cause)
  const code = facts && 'code' in facts ? String(facts.code) : undefined
  const never = facts !== undefined && neverSent(facts)
  const told = code ?? behind.at(-1)?.message ?? String(thrown)
  const message = never
    ? `Cannot connect to ${origin} (${told}). Is the server running, and is this its address?`
    : `The connection to ${origin} was lost before the response arrived (${told}).`
  return new ConnectionError(message, { carriedOut: never ? 'no' : 'unknown', cause: thrown })
}

/** DNS and connection errors: no part of the request was sent. */
function neverSent(error: Error): boolean {
  if ('syscall' in error) return error.syscall === 'connect' || error.syscall === 'getaddrinfo'
  return 'code' in error && (error.code === 'ECONNREFUSED' || error.code === 'UND_ERR_CONNECT_TIMEOUT')
}

/** An error and all its causes: `fetch` wraps the error of the socket, and the errors of each address that it tried. */
function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return []
  const behind = error instanceof AggregateError ? error.errors : [error.cause]
  return [error, ...behind.flatMap(causes)]
}
