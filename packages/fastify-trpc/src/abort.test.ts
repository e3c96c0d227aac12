import { once } from 'node:events'
import { connect } from 'node:net'
import { initTRPC } from '@trpc/server'
import { fastifyTRPCPlugin as officialPlugin } from '@trpc/server/adapters/fastify'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { abortSignalOf } from './call-procedure.ts'
import { fastifyTRPCPlugin } from './index.ts'

const t = initTRPC.context<{ readonly signal: AbortSignal }>().create({ isDev: false })

/** A server that exposes the signals of a call: those of the context and of the procedure. */
async function start(plugin: typeof officialPlugin) {
  const called = Promise.withResolvers<readonly AbortSignal[]>()
  const answer = Promise.withResolvers<string>()
  const wait = t.procedure.query(({ ctx, signal }) => {
    called.resolve(signal ? [ctx.signal, signal] : [ctx.signal])
    return answer.promise
  })
  const app = Fastify({ forceCloseConnections: true })
  const router = t.router({ wait })
  await app.register(plugin<typeof router>, {
    prefix: '/trpc',
    trpcOptions: { router, createContext: ({ info }) => ({ signal: info.signal }) },
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect(Number(new URL(app.listeningOrigin).port), '127.0.0.1')
  return { app, socket, called: called.promise, answer: answer.resolve }
}

describe.each([
  ['ours', fastifyTRPCPlugin],
  ['the official one', officialPlugin],
])('the signals of a request, with %s', (_name, plugin) => {
  it.each(['wait', 'wait,wait?batch=1'])('abort when the client leaves before its answer (%s)', async (path) => {
    const { app, socket, called, answer } = await start(plugin)
    socket.write(`GET /trpc/${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`)
    const signals = await called
    expect(signals.map((signal) => signal.aborted)).toEqual([false, false])
    const aborts = signals.map((signal) => once(signal, 'abort'))
    socket.destroy()
    await Promise.all(aborts)
    expect(signals.map((signal) => signal.reason.name)).toEqual(['AbortError', 'AbortError'])
    answer('too late')
    await app.close()
  })

  it('do not abort after the client has received the response', async () => {
    const { app, socket, called, answer } = await start(plugin)
    socket.write('GET /trpc/wait HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
    const signals = await called
    answer('in time')
    socket.resume()
    await once(socket, 'close')
    await app.close()
    expect(signals.map((signal) => signal.aborted)).toEqual([false, false])
  })
})

it('the signal of a client that has left already is aborted', async () => {
  const app = Fastify()
  const { promise: signal, resolve } = Promise.withResolvers<AbortSignal>()
  app.get('/', async (request, reply) => {
    const closed = once(reply.raw, 'close')
    request.raw.socket.destroy()
    await closed
    resolve(abortSignalOf(reply.raw))
    return reply.hijack()
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  await expect(fetch(url)).rejects.toThrow()
  expect((await signal).aborted).toBe(true)
  await app.close()
})
