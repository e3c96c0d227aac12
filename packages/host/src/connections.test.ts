import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { limitConnections } from './connections.ts'

/** A server that has `count` connections from 127.0.0.1, and how many of them it has closed. */
async function setup(env: Parameters<typeof limitConnections>[1], count: number) {
  const server = createServer((_, response) => response.end('answered'))
  limitConnections(server, env)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const sockets: Socket[] = []
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  let accepted = 0
  let closed = 0
  server.on('connection', () => accepted++)
  const add = async () => {
    const socket = connect(port ?? 0, '127.0.0.1')
    sockets.push(socket)
    socket.on('error', () => {})
    socket.on('close', () => closed++)
    await once(socket, 'connect')
  }
  for (let n = 0; n < count; n++) await add()
  await expect.poll(() => accepted).toBe(count)
  return { server, sockets, closed: () => closed }
}

/** What the server answers on a connection from an address. */
function answerTo(server: ReturnType<typeof createServer>, remoteAddress: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new Duplex({
      read() {},
      write: (part, _encoding, done) => {
        resolve(String(part))
        done()
      },
      destroy: (error, done) => {
        resolve('closed')
        done(error)
      },
    })
    server.emit('connection', Object.assign(socket, { remoteAddress }))
    socket.push('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  })
}

test('one network has 1,000 connections; others are served, and those that close make room', async () => {
  const { server, sockets, closed } = await setup({ RATE_LIMIT: 1, TRUST_PROXY: false }, 1_003)
  await expect.poll(closed).toBe(3)
  expect(await answerTo(server, '127.0.0.1')).toBe('closed')
  expect(await answerTo(server, '::ffff:127.0.0.1')).toBe('closed')
  expect(await answerTo(server, '192.0.2.1')).toContain('200 OK')
  sockets.find((socket) => !socket.destroyed)?.destroy()
  await expect.poll(() => answerTo(server, '127.0.0.1')).toContain('200 OK')
})

test.each([
  ['a trusted proxy', { RATE_LIMIT: 1, TRUST_PROXY: ['192.0.2.0/24', '127.0.0.1'] }],
  ['one of a number of proxies', { RATE_LIMIT: 1, TRUST_PROXY: 1 }],
  ['an address, without RATE_LIMIT', { RATE_LIMIT: Number.POSITIVE_INFINITY, TRUST_PROXY: false as const }],
])('%s has more', async (_, env) => {
  const { server, closed } = await setup(env, 1_001)
  expect(await answerTo(server, '127.0.0.1')).toContain('200 OK')
  expect(closed()).toBe(0)
})
