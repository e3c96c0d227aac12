import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** How many milliseconds later a request arrives: calls of the API after what shows the page without their responses. */
const delay = (request: Buffer) => (request.includes('/trpc/') ? 200 : 60)
/** How much of all responses together arrives in a millisecond. */
const BYTES = 500

/** A slow network to a server, for one visitor: a proxy on a port of its own, as content that arrives late shows itself as a shift. */
export async function slowNetwork(to: string): Promise<{ url: string; proxy: Server }> {
  const { hostname, port } = new URL(to)
  let free = 0

  async function* late(requests: AsyncIterable<Buffer>) {
    for await (const part of requests) {
      await pause(delay(part))
      yield part
    }
  }

  async function* narrow(responses: AsyncIterable<Buffer>) {
    for await (const part of responses) {
      const now = performance.now()
      free = Math.max(free, now) + part.length / BYTES
      await pause(free - now)
      yield part
    }
  }

  const proxy = createServer((browser) => {
    const server = connect(Number(port), hostname)
    // Either side may go away at any time: a page is left, a request is given up.
    pipeline(browser, late, server).catch(() => {})
    pipeline(server, narrow, browser).catch(() => {})
  })
  await once(proxy.listen(0, hostname), 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  return { url: `http://${hostname}:${address.port}`, proxy }
}
