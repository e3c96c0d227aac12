import { lookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Webhook } from 'standardwebhooks'
import { namesPrivate, PrivateAddress, publicLookup, type Resolve } from './addresses.ts'

/** How long an attempt may take, in milliseconds. */
export const ATTEMPT_TIME = 15_000
/** How much of a response is read, in bytes. Its content is not used. */
const MAX_RESPONSE = 64 * 1024

/** What is sent. */
export interface Message {
  readonly url: string
  readonly id: string
  readonly payload: string
  readonly secret: string
}

/** How it is sent. */
export interface SendOptions {
  readonly allowPrivate: boolean
  readonly signal: AbortSignal
  readonly time?: number
  /** Resolves names: the one of the system by default. */
  readonly resolve?: Resolve
}

/**
 * Sends a message once, signed after Standard Webhooks, on a connection of its own. Follows no redirect. Resolves if the
 * receiver took it, which is a status from 200 to 299.
 *
 * @throws with the cause in a form for admins
 */
export async function send(
  { url, id, payload, secret }: Message,
  { allowPrivate, signal, time = ATTEMPT_TIME, resolve = lookup }: SendOptions,
): Promise<void> {
  const to = new URL(url)
  if (!allowPrivate && namesPrivate(to)) throw new PrivateAddress(to.hostname)
  const at = new Date()
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(payload),
    'webhook-id': id,
    'webhook-timestamp': Math.floor(at.getTime() / 1_000),
    'webhook-signature': new Webhook(secret).sign(id, at, payload),
  }
  const isLate = AbortSignal.timeout(time)
  const options = {
    method: 'POST',
    headers,
    agent: false,
    signal: AbortSignal.any([signal, isLate]),
    ...(!allowPrivate && { lookup: publicLookup(resolve) }),
  }
  const request = to.protocol === 'https:' ? httpsRequest : httpRequest
  const status = await new Promise<number | undefined>((answered, failed) => {
    const sent = request(to, options, (response) => {
      let received = 0
      response.on('error', () => {})
      response.on('data', (part: Buffer) => {
        received += part.length
        if (received > MAX_RESPONSE) response.destroy()
      })
      answered(response.statusCode)
    })
    sent.on('error', failed)
    sent.end(payload)
  }).catch((error: unknown) => {
    throw isLate.aborted ? new Error(`no response within ${time / 1_000} s`) : error
  })
  if (status === undefined || status < 200 || status > 299) throw new Error(`HTTP ${status}`)
}
