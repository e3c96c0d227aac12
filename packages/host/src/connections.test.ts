import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { limitConnections, limitPipelining } from './connections.ts'

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

test('a connection that sends requests without waiting is closed; the rest of them is not handled', async () => {
  const app = Fastify({ forceCloseConnections: true })
  limitPipelining(app)
  let handled = 0
  app.get('/', async () => {
    handled++
    return 'answered'
  })
  onTestFinished(() => app.close())
  const { port } = new URL(await app.listen({ port: 0 }))
  const responses = async (requests: number) => {
    const socket = connect(Number(port), '127.0.0.1')
    let received = ''
    socket.setEncoding('utf8').on('data', (part) => {
      received += part
    })
    socket.on('error', () => {})
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(requests - 1))
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    await new Promise((closed) => socket.on('close', closed))
    return received.split('answered').length - 1
  }
  expect([await responses(32), handled]).toEqual([32, 32])
  expect(await responses(3_000)).toBeLessThanOrEqual(32)
  expect(handled).toBeLessThanOrEqual(64)
})
