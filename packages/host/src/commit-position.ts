import type { IdentityStore as Store } from '@trellis/identity'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the request may have committed something. */
    writes: boolean
  }
}

/** The header and the cookie that have the position of a caller's last commit. */
export const headerOf = (domain: string) => `x-${domain}-commit`
const cookieOf = (domain: string) => `${domain}-commit`

/** The position of the last commit of a caller, who must see all commits up to it. */
export function commitPosition(domain: string, { headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const cookie = cookieOf(domain)
  const given = headers[headerOf(domain)]
  if (given !== undefined) return String(given)
  return headers.cookie?.includes(cookie) ? parseCookie(headers.cookie)[cookie] : undefined
}

/**
 * A response to a request that writes has the position of the commit. The next requests of the caller send it, and are
 * answered by a replica that has this commit. Browsers keep it in a cookie for `seconds`: then every replica in use has it.
 */
export function sendCommitPositions(app: FastifyInstance, domain: string, store: Store, seconds: number): void {
  app.decorateRequest('writes', false)
  // An embedded database has no replicas.
  if (store.dialect === 'sqlite') return
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!request.writes) {
      done(null, payload)
      return
    }
    // The promise is not returned: Fastify would continue when it resolves, and a second time because of `done`.
    store.currentLsn().then(
      (position) => {
        reply.header(headerOf(domain), position)
        if (isBrowser(request)) {
          const cookie = { path: '/', maxAge: seconds, httpOnly: true, sameSite: 'lax' } as const
          reply.header('set-cookie', stringifySetCookie({ name: cookieOf(domain), value: position, ...cookie }))
        }
        done(null, payload)
      },
      // The request was carried out. Its response must not fail.
      () => done(null, payload),
    )
  })
}

/** Browsers that are in use say where a request comes from. */
function isBrowser({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-site'] !== undefined || headers.cookie !== undefined
}
