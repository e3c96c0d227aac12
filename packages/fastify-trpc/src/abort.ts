import type { FastifyReply } from 'fastify'

/** A signal that aborts when the client disconnects before the response is sent, or has done so already. */
export function abortSignalOf(response: FastifyReply['raw']): AbortSignal {
  if (response.closed && !response.writableEnded) return AbortSignal.abort()
  const controller = new AbortController()
  response.on('close', () => {
    // `close` is also emitted after a complete response.
    if (!response.writableEnded) controller.abort()
  })
  return controller.signal
}
