import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The id that the caller gives a request in `x-request-id`, if it is fit for a log line, or a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID()
}
