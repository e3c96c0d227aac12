import { once } from 'node:events'
import { isTrackedEnvelope } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { HEARTBEAT } from '../../live/heartbeat.ts'

/** The maximum number of events in the response of a poll, and of bytes, after which no event follows. */
const MAX_POLLED = 100
const MAX_BYTES = 1024 * 1024

/** Whether a request asks for a stream of events, and not for the events so far. */
export function asksForEvents({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/event-stream') === true
}

/** Sends events as `text/event-stream` until they end or the client has gone. */
export async function streamEvents(reply: FastifyReply, events: AsyncIterable<unknown>): Promise<void> {
  const { raw } = reply.hijack()
  const closed = once(raw, 'close')
  const headers = {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    // nginx would hold the events back.
    'x-accel-buffering': 'no',
  }
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.setHeader(name, value)
  raw.flushHeaders()
  const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT)
  try {
    for await (const event of events) {
      if (raw.destroyed) break
      if (!raw.write(textOf(event))) await Promise.race([once(raw, 'drain'), closed])
    }
  } finally {
    clearInterval(heartbeat)
    raw.end()
  }
}

function textOf(event: unknown): string {
  const [id, data] = isTrackedEnvelope(event) ? event : [undefined, event]
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
}

/** Whether the output of a procedure is a stream of events. */
export const isEvents = (output: unknown): output is AsyncIterable<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output

/** The events so far. The next poll asks for the events after the position of the last one. */
export async function pollEvents(events: AsyncIterable<unknown>): Promise<PolledEvents> {
  const polled: PolledEvents['events'] = []
  let bytes = 0
  for await (const event of events) {
    if (isTrackedEnvelope(event)) polled.push({ id: event[0], data: event[1] })
    bytes += Buffer.byteLength(textOf(event))
    if (polled.length === MAX_POLLED || bytes > MAX_BYTES) return { events: polled, more: true }
  }
  return { events: polled, more: false }
}

/** The response of a poll. */
interface PolledEvents {
  events: { id: string; data: unknown }[]
  /** Whether there may be more events now. */
  more: boolean
}
