import type { AppRouter } from '@trellis/blog'
import { type Client, ConnectionError, createClient, isApiError } from '@trellis/client'
import { Problem } from './problem.ts'

/** Where the server is. The key comes from the environment alone: arguments can be read by everybody on the machine. */
export interface Server {
  url: string
  key: string | undefined
}

/** Ten attempts take about 20 seconds, which is long enough for a restart of the server. */
const RETRIES = 10
const TIMEOUT = 30_000

/**
 * A client that is known to work: the server answers, and accepts the key as a service's.
 *
 * @throws Problem with the remedy.
 */
export async function connect({ url, key }: Server): Promise<Client<AppRouter>> {
  if (!key) throw new Problem("TRELLIS_KEY is not set: give it the secret of one of the server's SERVICE_KEYS")
  try {
    const caller = await createClient<AppRouter>({ url, key, retries: 2 }).viewer.current.query()
    if (!caller || !('service' in caller || caller.role === 'admin')) {
      throw new Problem(
        `${url} does not know the key in TRELLIS_KEY as that of a service: compare it with its SERVICE_KEYS`,
      )
    }
  } catch (error) {
    throw asStop(error)
  }
  return createClient<AppRouter>({ url, key, retries: RETRIES, timeoutMs: TIMEOUT })
}

/** An error that ends the run, as a problem where it is one that the user can do something about. */
export function asStop(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  // The error of an aborted call is the reason for which it was aborted.
  if (error.cause instanceof Problem) return error.cause
  if (error.cause instanceof ConnectionError) return new Problem(error.message)
  if (error instanceof TypeError && error.message.startsWith('Not the address')) return new Problem(error.message)
  if (isApiError(error)) return new Problem(`the server refused: ${error.message}`)
  return error
}

/** Whether the server refused this call because of its input, and would accept others. */
export function isRefusal(error: unknown): error is Error {
  if (!isApiError(error)) return false
  return ['BAD_REQUEST', 'CONFLICT', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE', 'INTERNAL_SERVER_ERROR'].includes(
    error.data.code,
  )
}
