import type { FastifyRequest } from 'fastify'

type RawRequest = FastifyRequest['raw']

/** The URL of a request, or `null` if its target and its `host` are not a valid URL. */
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
 * Whether a request's target and `host` are a URL that a `Request` accepts.
 *
 * Most requests have the same host, so the last valid one is remembered instead of parsing each URL.
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
  // Injected requests, as on serverless platforms, may have no socket.
  return headers[':scheme'] === 'https' || (socket && 'encrypted' in socket && socket.encrypted === true)
}

function hostOf(raw: RawRequest): string {
  return raw.headers.host ?? raw.headers[':authority']?.toString() ?? 'localhost'
}

/** Whether the target is a path, which is valid with any valid host, and not a host itself (`//host`). */
function startsWithOneSlash(target: string): boolean {
  return target.startsWith('/') && target[1] !== '/' && target[1] !== '\\'
}

/**
 * The decoded parameters of the query string of a URL, in their order, or `undefined` if an escape is malformed.
 * `URLSearchParams` would replace malformed escapes by U+FFFD, which changes the value.
 */
export function queryParameters(url: string): [name: string, value: string][] | undefined {
  const parameters: [string, string][] = []
  for (let start = url.indexOf('?') + 1 || url.length; start < url.length; ) {
    const next = url.indexOf('&', start)
    const end = next === -1 ? url.length : next
    const found = url.indexOf('=', start)
    const equals = found === -1 || found > end ? end : found
    const name = decode(url.slice(start, equals))
    const value = decode(url.slice(equals + 1, end))
    if (name === undefined || value === undefined) return undefined
    if (end > start) parameters.push([name, value])
    start = end + 1
  }
  return parameters
}

function decode(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return undefined
  }
}
