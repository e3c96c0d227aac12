import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A UUID: the start is random in each process, and the end counts its requests. To draw each anew costs more. */
const start = randomUUID().slice(0, -12)
let count = 0

/** The id that the caller gives a request in `x-request-id`, if it is fit for a log line, or a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given)
    ? given
    : start + (++count).toString(16).padStart(12, '0')
}
