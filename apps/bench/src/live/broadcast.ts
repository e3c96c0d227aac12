import { createServer, type ServerResponse } from 'node:http'
import type { Backend } from '../load/floor/handler.ts'
import { floorServer } from '../load/floor/server.ts'

/** The post that is liked. */
export const LIKED = 1

/**
 * The floor with a hand-written broadcast: after each write it reads the post and sends it to everybody. No journal, no positions, no
 * access: who is not connected misses the event, and other processes send nothing.
 */
export function broadcastServer(backend: Backend) {
  const floor = floorServer(backend)
  const subscribers = new Set<ServerResponse>()
  return createServer((request, response) => {
    if (request.url === '/changes') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      response.write('data: []\n\n')
      subscribers.add(response)
      response.on('close', () => subscribers.delete(response))
      return
    }
    if (request.method === 'POST')
      response.on('finish', () => {
        const event = `data: ${JSON.stringify(backend.handlers['posts.byId']?.({ id: LIKED }, 0))}\n\n`
        for (const subscriber of subscribers) subscriber.write(event)
      })
    floor.emit('request', request, response)
  })
}
