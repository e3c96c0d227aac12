import { once } from 'node:events'
import { TRPCError } from '@trpc/server'
import Fastify from 'fastify'
import { expect, test, vi } from 'vitest'
import { boundStreams } from './streams.ts'

/** The streams that one network may open. */
const PLACES = 500

test('a client that left before its stream started takes no place', async () => {
  const streams = boundStreams(new AbortController().signal)
  const app = Fastify()
  const { promise: refused, resolve } = Promise.withResolvers<unknown[]>()
  app.get('/left', async (request, reply) => {
    const closed = once(reply.raw, 'close')
    request.raw.socket.destroy()
    await closed
    const codes = Array.from({ length: PLACES }, () => {
      try {
        return streams.add(request, reply)
      } catch (error) {
        return error instanceof TRPCError ? error.code : error
      }
    })
    resolve([...new Set(codes)])
    return reply.hijack()
  })
  app.get('/stream', async (request, reply) => {
    streams.add(request, reply)
    return 'open'
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  await expect(fetch(`${url}/left`)).rejects.toThrow()
  expect(await refused).toEqual(['CLIENT_CLOSED_REQUEST'])
  expect((await fetch(`${url}/stream`)).status).toBe(200)
  await app.close()
})

test('a stream is closed after five minutes, so that its client is another caller if it has signed out', async () => {
  const streams = boundStreams(new AbortController().signal)
  const app = Fastify()
  app.get('/stream', async (request, reply) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    streams.add(request, reply)
    reply.hijack().raw.flushHeaders()
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const response = await fetch(`${url}/stream`)
  vi.advanceTimersByTime(300_000)
  vi.useRealTimers()
  await expect(response.text()).rejects.toThrow()
  await app.close()
})
