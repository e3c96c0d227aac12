import type { FastifyRequest } from 'fastify'

/**
 * Whether a page of another site made a browser send this: a form, or a script. Browsers tell the origin of every
 * request that writes. Only a credential in the `Authorization` header and no cookie is never sent by a browser on its own.
 * Pages of the `allowed` origins may send it.
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
