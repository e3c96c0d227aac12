import type { FastifyReply } from 'fastify'

/** A signal that aborts when the client disconnects before the response is sent. */
export function abortSignalOf(response: FastifyReply['raw']): AbortSignal {
  const controller = new AbortController()
  response.on('close', () => {
    // `close` is also emitted after a complete response.
    if (!response.writableEnded) controller.abort()
  })
  return controller.signal
}
