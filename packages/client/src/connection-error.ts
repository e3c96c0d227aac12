/** What is known of a call that got no answer. */
interface Facts {
  /** Whether the server may have carried the call out all the same. */
  carriedOut: 'no' | 'unknown'
  /** The status of an answer that was not tRPC's, such as a proxy's. */
  status?: number | undefined
  /** What the answer asked for in `retry-after`, in milliseconds. */
  retryAfter?: number | undefined
  cause?: unknown
}

/**
 * Why a call has no answer from the server: no connection, no answer in time, or an answer that is not tRPC's. It is
 * the `cause` of what the call throws. `carriedOut` tells whether it can have had an effect.
 *
 * @example
 * ```ts
 * import { ConnectionError, createClient } from '@trellis/client'
 *
 * // Nobody answers at port 2.
 * const trellis = createClient({ url: 'http://127.0.0.1:2', retries: 0 })
 * try {
 *   await trellis.tags.create.mutate({ name: 'sqlite' })
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

/** What went wrong when `fetch` threw, and whether the request can have reached the server. */
export function connectionFailed(origin: string, thrown: unknown): ConnectionError {
  const behind = causes(thrown)
  const facts = behind.find((cause) => 'code' in cause)
  const code = facts && 'code' in facts ? String(facts.code) : undefined
  const never = facts !== undefined && neverSent(facts)
  const told = code ?? behind.at(-1)?.message ?? String(thrown)
  const message = never
    ? `Cannot connect to ${origin} (${told}). Is the server running, and is this its address?`
    : `The connection to ${origin} was lost before the answer came (${told}).`
  return new ConnectionError(message, { carriedOut: never ? 'no' : 'unknown', cause: thrown })
}

/** Failures of looking up the name and of connecting: nothing of the request was sent. */
function neverSent(error: Error): boolean {
  if ('syscall' in error) return error.syscall === 'connect' || error.syscall === 'getaddrinfo'
  return 'code' in error && (error.code === 'ECONNREFUSED' || error.code === 'UND_ERR_CONNECT_TIMEOUT')
}

/** An error and what is behind it: `fetch` wraps the error of the socket, and that of each address it tried. */
function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return []
  const behind = error instanceof AggregateError ? error.errors : [error.cause]
  return [error, ...behind.flatMap(causes)]
}
