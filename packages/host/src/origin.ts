import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Env } from './env.ts'
import type { AnswerError } from './error-answers.ts'

const HOST = /^(?:[\w.~-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i

/** Refuses malformed requests, and requests by pages of other sites than the `allowed` origins. */
export function checkOrigins(app: FastifyInstance, allowed: readonly string[], refuse: AnswerError): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!isWellFormed(request)) refuse(request, reply, 400, 'The target or the host of the request is malformed.')
    else if (isCrossSite(request, allowed)) refuse(request, reply, 403, 'A page of another site may not send this.')
    else done()
  })
}

/** Whether a request has a protocol and a host that can be in a URL, and a target that is a path or a whole URL. */
function isWellFormed({ protocol, host, url }: Pick<FastifyRequest, 'protocol' | 'host' | 'url'>): boolean {
  if (protocol !== 'http' && protocol !== 'https') return false
  if (host !== '' && !(HOST.test(host) && URL.canParse(`http://${host}`))) return false
  return url.startsWith('/') || url === '*' || URL.canParse(url)
}

/**
 * The addresses of requests: at PUBLIC_URL if it is set, else at the host that the client asked for. The path never names
 * another host: `//example.com` and a whole URL are paths of this one.
 */
export function urlsOf({ PUBLIC_URL }: Pick<Env, 'PUBLIC_URL'>) {
  return ({ protocol, host, url: target }: FastifyRequest): URL => {
    const url = new URL(PUBLIC_URL ?? `${protocol}://${host || 'localhost'}`)
    const [path = '', ...query] = target.split('?')
    url.pathname = path
    url.search = query.join('?')
    return url
  }
}

/**
 * Whether a page of another site made a browser send this request, with a form or a script. Browsers send the origin with
 * every request that writes. They never add an `Authorization` header on their own, so a request with this header and
 * without a cookie comes from a program. Pages of the `allowed` origins may send requests.
 */
function isCrossSite(
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
