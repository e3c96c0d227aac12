import type { FastifyRequest } from 'fastify'

/**
 * Whether a page of another site made a browser send this request, with a form or a script. Browsers send the origin with
 * every request that writes. They never add an `Authorization` header on their own, so a request with this header and
 * without a cookie comes from a program. Pages of the `allowed` origins may send requests.
 */
export function isCrossSite(
  request: Pick<FastifyRequest, 'method' | 'headers' | 'host'>,
  allowed: readonly string[],
): boolean {
  const { method, headers } = request
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false
  if (headers.authorization && headers.cookie === undefined) return false
  const { origin } = headers
  if (origin === undefined) return headers['sec-fetch-site'] === 'cross-site'
  if (allowed.includes(origin)) return false
  return !URL.canParse(origin) || new URL(origin).host !== request.host
}
