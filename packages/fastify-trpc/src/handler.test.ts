import { connect } from 'node:http2'
import { text } from 'node:stream/consumers'
import * as official from '@trpc/server/adapters/fastify'
import Fastify from 'fastify'
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest'
import { options, type TrpcOptions } from '../test/host.ts'
import type { TestRouter } from '../test/router.ts'
import * as ours from './index.ts'

const packages = [
  ['ours', ours],
  ['the official one', official],
] as const

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

describe('the types', () => {
  it('are those of the official adapter', () => {
    expectTypeOf<ours.FastifyTRPCPluginOptions<TestRouter>>().toEqualTypeOf<
      official.FastifyTRPCPluginOptions<TestRouter>
    >()
    expectTypeOf<ours.CreateFastifyContextOptions>().toEqualTypeOf<official.CreateFastifyContextOptions>()
    expectTypeOf(ours.fastifyTRPCPlugin<TestRouter>).toEqualTypeOf(official.fastifyTRPCPlugin<TestRouter>)
    expectTypeOf<Parameters<typeof ours.fastifyRequestHandler>>().toEqualTypeOf<
      Parameters<typeof official.fastifyRequestHandler>
    >()
  })
})

describe.each(packages)('fastifyRequestHandler, %s', (_name, { fastifyRequestHandler }) => {
  async function start() {
    const app = Fastify()
    const trpcOptions: TrpcOptions = options(() => {})
    app.all<{ Params: { '*': string } }>('/any/*', async (req, res) => {
      await fastifyRequestHandler({ ...trpcOptions, req, res, path: req.params['*'] })
    })
    ends.push(() => app.close())
    return app
  }

  it('responds on a route of the host', async () => {
    const app = await start()
    const { statusCode, headers, body } = await app.inject('/any/hello')
    expect({ statusCode, body, type: headers['content-type'] }).toEqual({
      statusCode: 200,
      body: '{"result":{"data":"hello"}}',
      type: 'application/json',
    })
    expect((await app.inject('/any/nope')).statusCode).toBe(404)
  })

  it('takes a body that the host has parsed', async () => {
    const app = await start()
    const { body } = await app.inject({ method: 'POST', url: '/any/save', payload: { a: 1 } })
    expect(body).toBe('{"result":{"data":{"saved":{"a":1}}}}')
  })
})

describe.each(packages)('fastifyTRPCPlugin, %s', (_name, { fastifyTRPCPlugin }) => {
  const trpcOptions = options(() => {})

  it('adds its prefix itself when it is wrapped by fastify-plugin', async () => {
    // fastify-plugin sets these properties, which turn off encapsulation.
    const wrapped = Object.assign(fastifyTRPCPlugin, {
      default: fastifyTRPCPlugin,
      [Symbol.for('skip-override')]: true,
    })
    const app = Fastify()
    ends.push(() => {
      Reflect.deleteProperty(fastifyTRPCPlugin, 'default')
      Reflect.deleteProperty(fastifyTRPCPlugin, Symbol.for('skip-override'))
      return app.close()
    })
    await app.register(wrapped<TestRouter>, { prefix: '/own', trpcOptions })
    expect((await app.inject('/own/hello')).body).toBe('{"result":{"data":"hello"}}')
  })

  it('serves without a prefix', async () => {
    const app = Fastify()
    ends.push(() => app.close())
    await app.register(fastifyTRPCPlugin<TestRouter>, { trpcOptions })
    expect((await app.inject('/hello')).body).toBe('{"result":{"data":"hello"}}')
  })

  it('works over HTTP/2', async () => {
    const app = Fastify({ http2: true })
    await app.register(fastifyTRPCPlugin<TestRouter>, { prefix: '/trpc', trpcOptions })
    await app.listen({ port: 0, host: '127.0.0.1' })
    const session = connect(app.listeningOrigin)
    ends.push(
      () => app.close(),
      () => session.close(),
    )
    const get = session.request({ ':path': '/trpc/hello,books.byId?batch=1&input={"1":{"id":3}}' })
    expect(await text(get)).toBe('[{"result":{"data":"hello"}},{"result":{"data":{"id":3,"name":"Ada"}}}]')
    const post = session.request({ ':method': 'POST', ':path': '/trpc/save', 'content-type': 'application/json' })
    expect(await text(post.end('{"a":1}'))).toBe('{"result":{"data":{"saved":{"a":1}}}}')
  })
})
