import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { asService, setupServer } from '../test/servers.ts'
import { createApp } from './app.ts'

const server = await setupServer()
const json = { 'content-type': 'application/json' }
const byId = '/trpc/users.byId'

/** Sends a path unchanged: `fetch` would normalise some. */
function raw(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    // Its own connection: the server closes those it refuses early.
    const sent = request({
      agent: false,
      hostname,
      port,
      path,
      method: options.method ?? 'GET',
      headers: options.headers ?? {},
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }))
    })
    sent.end(options.body)
  })
}

describe('malformed requests are refused, never a 500', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const input = (value: string) => `?input=${encodeURIComponent(value)}`
  test.each<[string, number, string, Parameters<typeof raw>[1]]>([
    ['bad JSON in the query', 400, `${byId}${input('{"id":')}`, {}],
    ['no input', 400, byId, {}],
    ['an input that is no object', 400, `${byId}${input('1')}`, {}],
    ['null', 400, `${byId}${input('null')}`, {}],
    ['a deep input', 431, `${byId}${input(deep)}`, {}],
    ['bad percent-encoding in the query', 400, `${byId}?input=%E0%A4%A`, {}],
    ['bad percent-encoding in the path', 400, '/trpc/users.%E0%A4%A', {}],
    ['a procedure that is not there', 404, '/trpc/users.nope', {}],
    ['a prototype key as a procedure', 404, '/trpc/__proto__', {}],
    ['a prototype key in a procedure', 404, '/trpc/users.constructor', {}],
    ['an empty batch', 404, '/trpc/?batch=1&input={}', {}],
    ['a batch with holes', 404, '/trpc/,,?batch=1&input={}', {}],
    ['a batch of a thousand', 404, `/trpc/${'viewer.current,'.repeat(999)}viewer.current?batch=1&input={}`, {}],
    ['a batch of 21', 400, `/trpc/${'viewer.current,'.repeat(20)}viewer.current?batch=1&input={}`, {}],
    [
      'bad JSON in the body',
      400,
      '/trpc/posts.create',
      { method: 'POST', headers: { ...json, ...asService }, body: '{"title":' },
    ],
    ['a deep body', 400, '/trpc/posts.create', { method: 'POST', headers: { ...json, ...asService }, body: deep }],
    ['a form', 415, '/trpc/posts.create', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }],
    ['no content type', 415, '/trpc/posts.create', { method: 'POST', body: '{}' }],
    [
      'a body over the limit',
      413,
      '/trpc/posts.create',
      { method: 'POST', headers: json, body: 'x'.repeat(1_100_000) },
    ],
    ['a mutation by GET', 405, `/trpc/posts.create${input('{}')}`, {}],
    ['two slashes', 404, '//', {}],
    ['another host as the path', 404, '//[', {}],
    ['a whole URL that is none', 400, 'http://[/api/auth/get-session', {}],
    ['a whole URL of another host', 404, 'http://example.com/api/nothing', {}],
    ['another method', 415, byId, { method: 'DELETE' }],
    ['bad JSON at sign-in', 400, '/api/auth/sign-in/email', { method: 'POST', headers: json, body: '{' }],
    ['no body at sign-in', 400, '/api/auth/sign-in/email', { method: 'POST', headers: json }],
    ['a list at sign-in', 400, '/api/auth/sign-in/email', { method: 'POST', headers: json, body: '[]' }],
    ['an auth path that is not served', 404, '/api/auth/delete-user', { method: 'POST', headers: json, body: '{}' }],
    ['an auth path of the prototype', 404, '/api/auth/constructor', { method: 'POST', headers: json, body: '{}' }],
    [
      'a broken cookie',
      200,
      '/trpc/viewer.current',
      { headers: { cookie: 'better-auth.session_token=%E0%A4%A; a=;;' } },
    ],
  ])('%s: %i', async (_, status, path, options) => {
    const answer = await raw(path, options)
    expect(answer.status).toBe(status)
    expect(answer.body).not.toMatch(/node_modules|at .*\.ts:/)
  })
})

describe('a malformed Host is refused, never a 500', () => {
  const paths = [
    '/',
    '/feed.xml',
    '/docs',
    '/docs/',
    '/robots.txt',
    '/sitemap.xml',
    '/api/auth/get-session',
    '/nothing',
  ]
  test.each(['a b', '[', '[::', '[]', '<x>', 'x:99999', 'x:y', '999.1.1.1', 'a@b', 'a/b', 'a?b', '%'])(
    '%s',
    async (host) => {
      for (const path of [...paths, '/trpc/viewer.current', '/api/posts', '/health/live'])
        expect([path, (await raw(path, { headers: { host } })).status]).toEqual([path, 400])
    },
  )

  test.each(['', 'localhost', 'my_host:3000', '[::1]:80', '192.0.2.1', 'xn--bcher-kva.example.'])(
    '"%s" is one',
    async (host) => {
      for (const path of paths.slice(0, -1)) expect((await raw(path, { headers: { host } })).status).toBeLessThan(400)
    },
  )

  test('nor is a protocol of a proxy', async () => {
    const behind = await setupServer({ TRUST_PROXY: '1' })
    for (const proto of ['a b', 'javascript', ':'])
      for (const path of paths)
        expect((await fetch(behind.url + path, { headers: { 'x-forwarded-proto': proto } })).status).toBe(400)
  })
})

describe('a page of another site', () => {
  test.each([
    ['its origin', { origin: 'https://evil.example' }],
    ['the origin null', { origin: 'null' }],
    ['fetch metadata', { 'sec-fetch-site': 'cross-site' }],
    ['a header that no one needs', { origin: 'https://evil.example', authorization: 'Basic eDp5' }],
  ])('cannot write with %s', async (_, headers) => {
    const user = await server.signUp()
    const before = await server.anyone.tags.list.query({})
    const answer = await server.post('/trpc/tags.create', { name: 'forged' }, { cookie: user.cookie, ...headers })
    expect(answer.status).toBe(403)
    expect(await server.anyone.tags.list.query({})).toEqual(before)
    const signOut = await server.post('/api/auth/sign-out', {}, { cookie: user.cookie, ...headers })
    expect(signOut.status).toBe(403)
    expect(await user.client.viewer.current.query()).toMatchObject({ id: user.id })
  })

  test('our own page may write', async () => {
    const user = await server.signUp()
    const headers = { cookie: user.cookie, origin: server.url }
    expect((await server.post('/trpc/tags.create', { name: 'honest' }, headers)).status).toBe(200)
  })
})

describe('the response of a call', () => {
  const encodingOf = async (path: string, accepted = 'br, gzip') => {
    const response = await server.app.inject({ url: path, headers: { 'accept-encoding': accepted } })
    return response.headers['content-encoding']
  }

  test('is compressed from 1 KiB on for callers that accept it, over tRPC and REST', async () => {
    const content = 'wörd '.repeat(1_000)
    const author = await server.service.users.create.mutate({ username: 'compressed', email: 'compressed@example.com' })
    const post = await server.service.posts.create.mutate({ title: 'T', content, authorId: author.id })
    const rpc = `/trpc/posts.byId?input=${encodeURIComponent(JSON.stringify({ id: post.id }))}`
    for (const path of [rpc, `/api/posts/${post.id}`]) {
      expect(await encodingOf(path)).toBe('br')
      expect(await encodingOf(path, 'gzip')).toBe('gzip')
      expect(await encodingOf(path, 'identity')).toBeUndefined()
    }
    const long = { title: 'L', content: content.repeat(10), authorId: author.id }
    for (const { id, ...one } of [post, await server.service.posts.create.mutate(long)]) {
      for (const encoding of ['br', 'gzip']) {
        const response = await fetch(`${server.url}/api/posts/${id}`, { headers: { 'accept-encoding': encoding } })
        expect([response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual([
          encoding,
          expect.stringContaining('accept-encoding'),
        ])
        expect(await response.json()).toEqual({ id, ...one })
      }
    }
    expect(await encodingOf('/trpc/viewer.current')).toBeUndefined()
  })

  test('that is a stream is not compressed, because its parts would wait for each other', async () => {
    const url = '/trpc/stats.blog,viewer.current?batch=1&input=%7B%7D'
    for (const asked of [{ 'trpc-accept': 'application/jsonl' }, { accept: 'application/jsonl' }]) {
      const response = await server.app.inject({ url, headers: { 'accept-encoding': 'br, gzip', ...asked } })
      expect([response.statusCode, response.headers['content-encoding']]).toEqual([200, undefined])
      expect(response.body.split('\n').length).toBeGreaterThan(2)
    }
  })
})

describe('the host', () => {
  test('every response has the security headers; those to a known caller are stored nowhere', async () => {
    for (const path of ['/trpc/viewer.current', '/api/viewer', '/health/live', '/', '/trpc/%zz']) {
      const { headers } = await fetch(`${server.url}${path}`)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('permissions-policy')).toContain('camera=()')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    }
    const { cookie } = await server.signUp()
    const known = await fetch(`${server.url}/trpc/viewer.current`, { headers: { cookie } })
    expect(known.headers.get('cache-control')).toBe('no-store')
  })

  test('a connection that sends or reads nothing is closed, and the number of connections is limited', () => {
    const { server: http } = server.app
    expect(http.timeout).toBe(60_000)
    expect(http.headersTimeout).toBe(15_000)
    expect(http.requestTimeout).toBe(30_000)
    expect(http.maxConnections).toBe(5_000)
  })

  test('a client that does not read its response loses the connection', async () => {
    const other = await setupServer()
    const ada = await other.service.users.create.mutate({ username: 'ada', email: 'ada@example.com' })
    for (let n = 0; n < 10; n++)
      await other.service.posts.create.mutate({ title: 'Long', content: 'x'.repeat(100_000), authorId: ada.id })
    // After the calls above, which a busy machine may answer later than that.
    other.app.server.setTimeout(300)
    const { port, hostname } = new URL(other.url)
    const accepted = once(other.app.server, 'connection')
    const socket = connect({ port: Number(port), host: hostname })
    // Never read: the kernel's buffers fill, and the rest waits in the server.
    socket.pause()
    socket.on('error', () => {})
    const paths = Array(8).fill('posts.list').join(',')
    const input = encodeURIComponent(JSON.stringify(Object.fromEntries(Array.from({ length: 8 }, (_, n) => [n, {}]))))
    for (let n = 0; n < 4; n++) socket.write(`GET /trpc/${paths}?batch=1&input=${input} HTTP/1.1\r\nhost: x\r\n\r\n`)
    const [connection]: Socket[] = await accepted
    await expect.poll(() => connection?.destroyed).toBe(true)
    socket.destroy()
  })

  test('the total size of the responses of a batch is limited; the calls after it fail and can be sent alone', async () => {
    const ada = await server.service.users.create.mutate({ username: 'ada', email: 'ada@example.com' })
    for (let n = 0; n < 12; n++)
      await server.service.posts.create.mutate({ title: 'Long', content: 'é'.repeat(50_000), authorId: ada.id })
    const page = await server.anyone.posts.list.query({ limit: 100 })
    expect(page.items.length).toBeLessThan(12)
    expect(page.nextCursor).not.toBeNull()
    const paths = Array(20).fill('posts.list').join(',')
    const input = encodeURIComponent(JSON.stringify(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [n, {}]))))
    const response = await fetch(`${server.url}/trpc/${paths}?batch=1&input=${input}`)
    const text = await response.text()
    expect(Buffer.byteLength(text)).toBeLessThan(9 * 1024 * 1024)
    const answers: { result?: unknown; error?: { data: { code: string; reason: string } } }[] = JSON.parse(text)
    expect(answers.filter((one) => one.result).length).toBeGreaterThan(5)
    const [refused] = answers.flatMap((one) => one.error ?? [])
    expect(refused?.data).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', reason: 'RESPONSE_TOO_LARGE' })
  })

  test('answers health checks, and 404 for unknown paths', async () => {
    expect((await raw('/health/live')).status).toBe(200)
    expect((await raw('/health/ready')).status).toBe(200)
    expect((await raw('/api/nothing')).status).toBe(404)
    expect((await raw('/health/nothing')).status).toBe(404)
  })

  test('an error has its reason and no internal details', async () => {
    const response = await fetch(`${server.url}${byId}?input=${encodeURIComponent('{"id":7777}')}`)
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({
      error: {
        code: -32004,
        message: 'There is no such user.',
        data: { code: 'NOT_FOUND', httpStatus: 404, path: 'users.byId', reason: 'USER_NOT_FOUND', fields: null },
      },
    })
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('a body over the limit is refused in the form that tRPC clients understand', async () => {
    const content = 'x'.repeat(1_100_000)
    await expect(server.service.posts.create.mutate({ title: 'Long', content })).rejects.toMatchObject({
      data: { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413, reason: null },
    })
  })

  test('a body that its sender breaks off is no error of the server in the log', async () => {
    const lines: string[] = []
    const log = pino({ level: 'error' }, { write: (line: string) => lines.push(line) })
    const app = await createApp(server.store, server.env, log)
    let isAborted = false
    app.addHook('onError', async () => {
      isAborted = true
    })
    const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
    const socket = connect(Number(port), '127.0.0.1')
    const head = ['POST /trpc/tags.create HTTP/1.1', 'host: x', 'content-type: application/json', 'content-length: 9']
    socket.write([...head, 'expect: 100-continue', '', '{'].join('\r\n'))
    await once(socket, 'data')
    socket.destroy()
    await expect.poll(() => isAborted).toBe(true)
    await app.close()
    expect(lines).toEqual([])
  })

  test('a call without an input gives no field: a list has its first page, and a missing field is named', async () => {
    const call = async (path: string) => (await fetch(`${server.url}/trpc/${path}`)).json()
    expect(await call('posts.list')).toMatchObject({ result: { data: { items: expect.any(Array) } } })
    expect(await call('posts.list')).toEqual(await call(`posts.list?input=${encodeURIComponent('{}')}`))
    expect(await call('posts.byId')).toMatchObject({
      error: { data: { reason: 'INVALID_INPUT', fields: { id: expect.any(String) } } },
    })
  })

  test('an error names the invalid field', async () => {
    const response = await fetch(`${server.url}${byId}?input=${encodeURIComponent('{"id":"x"}')}`)
    expect(await response.json()).toMatchObject({
      error: { data: { reason: 'INVALID_INPUT', fields: { id: expect.any(String) } } },
    })
  })
})
