import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Host, options } from '../test/host.ts'
import { named } from '../test/requests/request.ts'
import { startServers } from '../test/servers.ts'

// Everything that README.md lists under "Differences", compared with the official adapter.

type Servers = Awaited<ReturnType<typeof startServers>>

/** The payload of the last `onSend` hook. */
let sent: Record<string, unknown> = {}

const hooked: Host = {
  trpc: options,
  prepare(app) {
    app.addHook('onSend', async (request, reply, payload) => {
      sent = { payload, status: reply.statusCode, type: reply.getHeader('content-type') }
      if (request.headers['x-fail'] && !reply.hasHeader('x-failed')) throw new Error('cannot send')
    })
    app.setErrorHandler((error, _request, reply) => {
      reply
        .header('x-failed', 'yes')
        .code(503)
        .send({ handled: String(error) })
    })
  },
}

let plain: Servers
let withHooks: Servers
beforeAll(async () => {
  plain = await startServers({ trpc: options })
  withHooks = await startServers(hooked)
})
afterAll(async () => {
  const servers = [plain.ours, plain.official, withHooks.ours, withHooks.official]
  await Promise.all(servers.map((server) => server.close()))
})

describe('a request without a valid URL', () => {
  const targets = [
    { host: '[', target: '/trpc/hello' },
    { host: '', target: '/trpc/hello' },
    { host: 'a b', target: '/trpc/hello' },
    { host: 'localhost:99999', target: '/trpc/hello' },
    { host: 'user:password@localhost', target: '/trpc/hello' },
    { host: '[', target: '/trpc/save', method: 'POST' },
    { host: '[', target: '/trpc/ticks' },
    { host: '[', target: '/trpc/nope' },
    { target: 'http://user@localhost/trpc/hello' },
  ]

  it.each(targets)('is a 400 and not a 500: %o', async (target) => {
    const request = named({ method: 'GET', ...target })
    expect(await plain.official.observe(request)).toMatchObject({ status: 500 })
    expect(await plain.ours.observe(request)).toMatchObject({
      status: 400,
      headers: ['content-type: text/plain;charset=UTF-8', 'vary: trpc-accept, accept'],
      body: '{"error":{"message":"Invalid URL","code":-32600,"data":{"code":"BAD_REQUEST","httpStatus":400}}}',
      events: [{ event: 'onError', code: 'BAD_REQUEST' }],
    })
  })
})

describe('a request without a valid URL to a router without a prefix', () => {
  it('is a 400 and not a 500', async () => {
    const { ours, official } = await startServers({ trpc: options, prefix: '' })
    const request = named({ method: 'GET', target: '/\\[' })
    expect(await official.observe(request)).toMatchObject({ status: 500 })
    expect(await ours.observe(request)).toMatchObject({ status: 400 })
    await Promise.all([ours.close(), official.close()])
  })
})

describe('a TRACE request', () => {
  it('is a 405 and not a 500', async () => {
    const request = named({ method: 'TRACE', target: '/trpc/hello' })
    expect(await plain.official.observe(request)).toMatchObject({ status: 500 })
    expect(await plain.ours.observe(request)).toMatchObject({ status: 405 })
  })
})

describe('an `onSend` hook', () => {
  const failure = named({ method: 'GET', target: '/trpc/fail?input={"code":"NOT_FOUND"}' })
  const failing = named({ method: 'GET', target: '/trpc/hello', headers: [['x-fail', 'yes']] })

  it('gets the body as text, after the status and the headers', async () => {
    await withHooks.official.observe(failure)
    expect(sent).toEqual({ payload: expect.any(Response), status: 200, type: undefined })
    await withHooks.ours.observe(failure)
    expect(sent).toEqual({ payload: expect.stringMatching(/^{"error"/), status: 404, type: 'application/json' })
  })

  it('that fails leaves the `vary` header on the error response', async () => {
    const headers = ['content-type: application/json; charset=utf-8', 'x-failed: yes']
    const body = '{"handled":"Error: cannot send"}'
    expect(await withHooks.official.observe(failing)).toMatchObject({ status: 503, headers, body })
    const vary = 'vary: trpc-accept, accept'
    expect(await withHooks.ours.observe(failing)).toMatchObject({
      status: 503,
      headers: [headers[0], vary, headers[1]],
      body,
    })
  })
})

describe('a response', () => {
  it('has a content-length and is not chunked', async () => {
    const { ours, official } = plain
    const answers = await Promise.all([ours, official].map(({ port }) => fetch(`http://127.0.0.1:${port}/trpc/hello`)))
    expect(answers.map(({ headers }) => headers.get('content-length'))).toEqual(['27', null])
    expect(answers.map(({ headers }) => headers.get('transfer-encoding'))).toEqual([null, 'chunked'])
  })
})
