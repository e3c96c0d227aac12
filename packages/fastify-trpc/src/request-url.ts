import type { FastifyRequest } from 'fastify'

type RawRequest = FastifyRequest['raw']

/** Builds the URL that a request was sent to, or `null` if its target and its `host` do not make one. */
export function parseRequestUrl(raw: RawRequest): URL | null {
  try {
    // Node 20 has no URL.parse.
    return new URL(raw.url ?? '', `${isSecure(raw) ? 'https' : 'http'}://${hostOf(raw)}`)
  } catch {
    return null
  }
}

let lastValidHost: string | undefined

/**
 * Whether a request's target and `host` make a URL that a `Request` can have.
 *
 * Requests come in runs of one host, so the last good one is remembered instead of parsing a URL for each.
 */
export function hasValidUrl(raw: RawRequest): boolean {
  const host = hostOf(raw)
  const isPath = startsWithOneSlash(raw.url ?? '')
  if (isPath && host === lastValidHost) return true

  const url = parseRequestUrl(raw)
  if (url === null || url.username !== '' || url.password !== '') return false
  if (isPath) lastValidHost = host
  return true
}

function isSecure({ headers, socket }: RawRequest): boolean {
  // Where requests are injected, as on serverless platforms, there may be no socket.
  return headers[':scheme'] === 'https' || (socket && 'encrypted' in socket && socket.encrypted === true)
}

function hostOf(raw: RawRequest): string {
  return raw.headers.host ?? raw.headers[':authority']?.toString() ?? 'localhost'
}

/** Whether the target is a path, which no host can turn into an invalid URL, and not a host of its own (`//host`). */
function startsWithOneSlash(target: string): boolean {
  return target.startsWith('/') && target[1] !== '/' && target[1] !== '\\'
}
