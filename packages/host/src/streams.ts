import { network } from '@trellis/identity'
import { commonError } from '@trellis/rpc/errors'
import { TRPCError } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** All open streams of a process, and those of one network. */
const MAX_STREAMS = 5_000
const MAX_OF_NETWORK = 500
/**
 * How long a stream is open, in milliseconds. Then its connection is closed, and its client continues after the last event that it has,
 * perhaps on another server, and its caller is found again.
 */
const LIFETIME = 300_000
/** The value of `retry-after` if there are too many streams, in seconds. */
const RETRY_AFTER = 10

/** The open streams of events. */
export interface Streams {
  /** Counts the stream of a request until its response ends. @throws RATE_LIMITED if there are too many, CLIENT_CLOSED_REQUEST if the client has gone. */
  add(request: FastifyRequest, reply: FastifyReply): void
  /** Closes the connections of all. */
  close(): void
}

/**
 * Bounds the streams of events, also of each network. When the process is told to stop, their connections are closed, so that clients
 * continue on another server, after the last event that they have.
 */
export function boundStreams(stopping: AbortSignal): Streams {
  const open = new Map<FastifyReply['raw'], string>()
  const ofNetwork = new Map<string, number>()
  const close = () => {
    // The end of the response would tell a client of tRPC that no more events will come.
    for (const response of open.keys()) response.destroy()
  }
  stopping.addEventListener('abort', close)
  return {
    close,
    add(request, reply) {
      // `close` is not emitted again: the stream would be counted, and followed, for ever.
      if (reply.raw.closed) throw new TRPCError({ code: 'CLIENT_CLOSED_REQUEST' })
      const from = network(request.ip)
      const count = ofNetwork.get(from) ?? 0
      if (open.size >= MAX_STREAMS || count >= MAX_OF_NETWORK || stopping.aborted) {
        reply.header('retry-after', RETRY_AFTER)
        throw commonError('RATE_LIMITED', { message: 'Too many streams are open.' })
      }
      open.set(reply.raw, from)
      ofNetwork.set(from, count + 1)
      const end = setTimeout(() => reply.raw.destroy(), LIFETIME)
      reply.raw.once('close', () => {
        clearTimeout(end)
        open.delete(reply.raw)
        const left = (ofNetwork.get(from) ?? 0) - 1
        if (left > 0) ofNetwork.set(from, left)
        else ofNetwork.delete(from)
      })
    },
  }
}
