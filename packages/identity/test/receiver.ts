import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

const Payload = z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) })

/** A message as it was received. */
export interface Received {
  readonly id: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly type: string
  readonly data: z.infer<typeof Payload>['data']
}

/** What a receiver does with a message: answers with a status, or with the response itself. */
export type Reaction = (message: Received, response: ServerResponse) => number | undefined

async function read(request: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  const body = Buffer.concat(parts).toString()
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  return { id: headers['webhook-id'] ?? '', headers, body, ...Payload.parse(JSON.parse(body)) }
}

/** A receiver of webhooks for one test. `received` has the messages that it accepted, `seen` all of them. */
export async function receiver(react: Reaction = () => 200) {
  const [seen, received]: Received[][] = [[], []]
  const server = createServer(async (request, response) => {
    const message = await read(request)
    seen?.push(message)
    const status = react(message, response)
    if (status === undefined) return
    if (status < 300) received?.push(message)
    response.writeHead(status, status < 300 || status > 399 ? {} : { location: '/elsewhere' }).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  onTestFinished(close)
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { url: `http://127.0.0.1:${port}/hook`, port, seen: seen ?? [], received: received ?? [], close }
}
