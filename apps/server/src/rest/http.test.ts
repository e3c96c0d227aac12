import { describe, expect, test } from 'vitest'
import { restClient } from '../../test/rest-client.ts'
import { asService, setupServer } from '../../test/servers.ts'

const server = await setupServer({ CORS_ORIGINS: 'https://friend.example' })
const send = restClient(server)

describe('an error', () => {
  test.each<[string, number, Parameters<typeof send>, object]>([
    ['of an input', 400, ['GET', '/users/x'], { reason: 'INVALID_INPUT', fields: { id: expect.any(String) } }],
    ['of an alias in the path', 400, ['GET', '/users/x/posts'], { fields: { userId: expect.any(String) } }],
    ['of a cursor', 400, ['GET', '/posts?cursor=x'], { reason: 'INVALID_CURSOR' }],
    ['of an unknown parameter', 400, ['GET', '/posts?author=1'], { fields: { author: 'Unknown query parameter' } }],
    ['of a path that cannot be decoded', 400, ['GET', '/tags/%E0%A4%A/posts'], {}],
    ['of nobody', 401, ['POST', '/tags', { name: 'x' }, {}], { reason: 'NOT_SIGNED_IN' }],
    ['of what is not there', 404, ['GET', '/users/99'], { reason: 'USER_NOT_FOUND' }],
    ['of a URL that is not there', 404, ['GET', '/nothing'], { reason: null }],
    ['of a method that is not there', 405, ['PUT', '/users/1', {}], {}],
    ['of a body that is too large', 413, ['POST', '/posts', { content: 'x'.repeat(1_100_000) }], {}],
    ['of a body that is no JSON', 415, ['POST', '/posts', {}, { ...asService, 'content-type': 'text/plain' }], {}],
    ['of a page of another site', 403, ['POST', '/tags', {}, { origin: 'https://evil.example' }], {}],
  ])('%s is a problem: %i', async (_, status, request, expected) => {
    const answer = await send(...request)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body).toMatchObject({ type: 'about:blank', status, detail: expect.any(String), ...expected })
  })
})

describe('a caller that has the response', () => {
  test('gets 304 until somebody writes', async () => {
    const author = await server.signUp()
    const { id } = await author.client.posts.create.mutate({ title: 'Tagged', content: 'C' })
    const etag = (await send('GET', `/posts/${id}`)).headers.get('etag') ?? ''
    const again = async () => (await send('GET', `/posts/${id}`, undefined, { 'if-none-match': etag })).status
    expect(await again()).toBe(304)
    await author.client.likes.like.mutate({ postId: id })
    expect(await again()).toBe(200)
  })
})

describe('sign-in', () => {
  test('keeps its own paths and errors', async () => {
    expect((await fetch(`${server.url}/api/auth/get-session`)).status).toBe(200)
    const refused = await server.post('/api/auth/sign-in/email', { email: 'x' })
    expect(await refused.json()).toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('a page of an origin that may call', () => {
  const origin = 'https://friend.example'

  test('may, with credentials, and reads the headers of the answer', async () => {
    const preflight = await fetch(`${server.url}/api/tags`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin)
    expect(preflight.headers.get('access-control-allow-credentials')).toBe('true')
    expect(preflight.headers.get('access-control-allow-methods')).toContain('DELETE')

    const user = await server.signUp()
    const created = await send('POST', '/tags', { name: 'from a friend' }, { origin, cookie: user.cookie })
    expect(created.status).toBe(201)
    expect(created.headers.get('access-control-allow-origin')).toBe(origin)
    expect(created.headers.get('access-control-expose-headers')).toContain('location')
  })

  test('of another origin may not', async () => {
    const answer = await send('GET', '/tags', undefined, { origin: 'https://evil.example' })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('of any origin may not by default', async () => {
    const closed = restClient(await setupServer())
    expect((await closed('GET', '/tags', undefined, { origin })).headers.get('access-control-allow-origin')).toBeNull()
    const written = await closed('POST', '/tags', { name: 'x' }, { origin })
    expect(written.status).toBe(403)
  })
})

describe('the reference', () => {
  test('is a page that loads nothing from other hosts', async () => {
    const response = await fetch(`${server.url}/docs`)
    expect([response.status, response.url]).toEqual([200, `${server.url}/docs/`])
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'self'")
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]+';/)
    expect(await response.text()).not.toMatch(/https?:/)
    expect((await fetch(`${server.url}/docs/js/scalar.js`)).headers.get('content-type')).toMatch(/javascript/)
  })

  test('is linked from / for programs', async () => {
    const response = await fetch(server.url, { headers: { accept: 'application/json' } })
    expect(await response.json()).toMatchObject({ docs: '/docs', openapi: '/api/openapi.json' })
  })
})
