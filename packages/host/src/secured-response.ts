import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** Headers of every response. A web app needs none of the features that they disable. */
const SECURITY = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[]

/** A response with the security headers, also for a request that Fastify refuses before its hooks. */
export class SecuredResponse<Request extends IncomingMessage> extends ServerResponse<Request> {
  override writeHead(status: number, reason?: string | Headers, headers?: Headers): this {
    const given = typeof reason === 'string' ? headers : reason
    const all = Array.isArray(given) ? [...Object.entries(SECURITY).flat(), ...given] : { ...SECURITY, ...given }
    return typeof reason === 'string' ? super.writeHead(status, reason, all) : super.writeHead(status, all)
  }
}
