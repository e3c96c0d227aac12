import type { getFetch } from '@trpc/client'
import { CommitPosition } from './commit-position.ts'
import { ConnectionError, connectionFailed } from './connection-error.ts'

/** The global `fetch`, or a replacement. */
export type Fetch = typeof fetch

/**
 * A `fetch` that reads the whole response, so that every network error is thrown here, as a `ConnectionError`. An abort
 * is thrown unchanged. Each request sends the position of the last commit.
 */
export function transport(origin: string, send: Fetch): ReturnType<typeof getFetch> {
  const position = new CommitPosition()
  return async (url, { signal = null, headers, ...init } = {}) => {
    const sent = { ...Object.fromEntries(new Headers(headers)), ...position.header }
    const { response, text } = await send(url, { ...init, headers: sent, signal })
      .then(async (response) => ({ response, text: await response.text() }))
      .catch((thrown: unknown) => {
        throw signal?.aborted ? signal.reason : connectionFailed(origin, thrown)
      })
    position.update(response.headers)
    const answer = parse(text)
    if (!isTrpc(answer)) throw notTrpc(origin, response)
    const read = { ok: response.ok, headers: response.headers, json: async () => answer }
    return read
  }
}

/** The value of `retry-after`, which is in seconds or a date, as milliseconds. */
export function retryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A result or an error, or a batch of them. */
function isTrpc(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.every(isTrpc)
  return typeof answer === 'object' && answer !== null && ('result' in answer || 'error' in answer)
}

function notTrpc(origin: string, { status, headers }: Response): ConnectionError {
  const type = headers.get('content-type')?.split(';')[0] ?? 'nothing'
  const overloaded = status === 429 || status === 503
  const message =
    overloaded || status >= 500
      ? `${origin} does not answer calls now (status ${status}). Try again later.`
      : `${origin} answered with ${type} (status ${status}), not with tRPC. Is this the address of the server?`
  // A rejected request was not executed, nor one that reached no tRPC server. After a 502 it may have been.
  const carriedOut = overloaded || (status >= 300 && status < 500) ? 'no' : 'unknown'
  return new ConnectionError(message, { carriedOut, status, retryAfter: retryAfter(headers) })
}
