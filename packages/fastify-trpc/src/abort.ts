import type { FastifyReply } from 'fastify'

/** A signal that aborts when the client leaves before it has been answered. */
export function abortSignalOf(response: FastifyReply['raw']): AbortSignal {
  const controller = new AbortController()
  response.on('close', () => {
    // `close` also follows an answer that was sent completely.
    if (!response.writableEnded) controller.abort()
  })
  return controller.signal
}
