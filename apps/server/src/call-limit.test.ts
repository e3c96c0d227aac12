import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { anotherServer, clientOf, setupServer } from '../test/servers.ts'

const server = await setupServer({ RATE_LIMIT: '30', TRUST_PROXY: '1' })
const from = (address: string, path: string) =>
  fetch(`${server.url}/trpc/${path}`, { headers: { 'x-forwarded-for': address } })
const twice = 'viewer.current,viewer.current?batch=1&input={}'

describe('RATE_LIMIT', () => {
  test('limits the calls of an address, counts each call of a batch, and does not limit services', async () => {
    for (let n = 0; n < 15; n++) expect((await from('192.0.2.1', twice)).status).toBe(200)
    const stopped = await from('192.0.2.1', twice)
    expect(stopped.status).toBe(429)
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
    const refused = { error: { data: { code: 'TOO_MANY_REQUESTS', reason: 'RATE_LIMITED' } } }
    expect(await stopped.json()).toMatchObject(refused)
    for (let n = 0; n < 40; n++) await server.service.viewer.current.query()
  })

  test('takes the address that the trusted proxy adds, not one that the caller sends', async () => {
    for (let n = 0; n < 15; n++) expect((await from(`198.51.100.${n}, 192.0.2.2`, twice)).status).toBe(200)
    expect((await from('198.51.100.99, 192.0.2.2', twice)).status).toBe(429)
    expect((await from('192.0.2.3', twice)).status).toBe(200)
  })

  test('counts a search as ten calls', async () => {
    const search = `search.posts?input=${encodeURIComponent(JSON.stringify({ q: 'text' }))}`
    for (let n = 0; n < 3; n++) expect((await from('192.0.2.4', search)).status).toBe(200)
    expect((await from('192.0.2.4', search)).status).toBe(429)
  })

  test('several accounts at one address share one budget', async () => {
    const people = [await server.signUp(), await server.signUp(), await server.signUp()]
    let answered = 0
    for (const { cookie } of people) {
      for (let n = 0; n < 20; n++) {
        const headers = { cookie, 'x-forwarded-for': '192.0.2.5' }
        if ((await fetch(`${server.url}/trpc/viewer.current`, { headers })).ok) answered++
      }
    }
    expect(answered).toBe(30)
  })

  test('counts a search in a batch with a prototype key as a procedure', async () => {
    const input = encodeURIComponent(JSON.stringify({ 0: { q: 'text' } }))
    const path = `search.posts,toString?batch=1&input=${input}`
    for (let n = 0; n < 3; n++) expect((await from('192.0.2.7', path)).status).toBe(207)
    expect((await from('192.0.2.7', path)).status).toBe(429)
  })

  test('counts the items of a page, also of a list within: 20 cost as much as a query', async () => {
    const call = (path: string, input: object) =>
      from('192.0.2.9', `${path}?input=${encodeURIComponent(JSON.stringify(input))}`)
    const page = (limit: number) => call('posts.list', { limit })
    for (const limit of [100, 100, 100, 100, 21, 40, 20]) expect((await page(limit)).status).toBe(200)
    expect((await call('users.byId', { id: 1, posts: { limit: 100 } })).status).toBeLessThan(429)
    expect((await page(1)).status).toBe(429)
  })

  test.each([
    ['an IPv6 network', (n: number) => `2001:db8:1:2::${n}`],
    ['an IPv4 address, also as an IPv6 address', (n: number) => (n % 2 ? '192.0.2.8' : '::ffff:192.0.2.8')],
  ])('counts %s', async (_, address) => {
    for (let n = 0; n < 15; n++) expect((await from(address(n), twice)).status).toBe(200)
    expect((await from(address(16), twice)).status).toBe(429)
    expect((await from(address(17), twice)).status).toBe(429)
  })

  test('counts in REST too', async () => {
    const search = () => fetch(`${server.url}/api/search?q=text`, { headers: { 'x-forwarded-for': '192.0.2.6' } })
    for (let n = 0; n < 3; n++) expect((await search()).status).toBe(200)
    expect((await search()).status).toBe(429)
  })
})

describe('every route spends of RATE_LIMIT', () => {
  const get = (path: string, address: string) =>
    fetch(server.url + path, { headers: { 'x-forwarded-for': address }, redirect: 'manual' })
  test.each([
    '/',
    '/topics',
    '/feed.xml',
    '/robots.txt',
    '/sitemap.xml',
    '/favicon.svg',
    '/docs',
    '/docs/',
    '/docs/js/scalar.js',
    '/api/openapi.json',
    '/api/nothing',
    '/api/auth/get-session',
    '/api/auth/nothing',
  ])('%s', async (path) => {
    const address = `198.51.100.${paths++}`
    for (let n = 0; n < 30; n++) expect((await get(path, address)).status).toBeLessThan(429)
    const stopped = await get(path, address)
    expect(stopped.status).toBe(429)
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await stopped.text()).toContain('RATE_LIMITED')
    expect((await from(address, 'viewer.current')).status).toBe(429)
  })
  let paths = 100

  test('a request that is refused before its call, too', async () => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.10' }
    const post = (path: string) => fetch(server.url + path, { method: 'POST', headers, body: '{' })
    const responses = [await post('/api/posts'), await post('/api/posts'), await post('/trpc/posts.create')]
    expect(responses.map(({ status }) => status)).toEqual([400, 400, 401])
    for (let n = 0; n < 10; n++) expect((await from('192.0.2.10', 'posts.unknown')).status).toBe(404)
    for (let n = 0; n < 5; n++) expect((await from('192.0.2.10', 'viewer.current')).status).toBe(200)
    expect((await from('192.0.2.10', 'viewer.current')).status).toBe(429)
  })

  test.each(['unknown', 'trellis_unknown_key'])(
    'is spent before the body is read, also with the key %s',
    async (key) => {
      const address = `192.0.2.${key.length + 20}`
      for (let n = 0; n < 30; n++) expect((await from(address, 'viewer.current')).status).toBe(200)
      const headers = { 'x-forwarded-for': address, authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      // The body never comes.
      const sent = request(`${server.url}/api/posts`, {
        method: 'POST',
        headers: { ...headers, 'content-length': 100 },
      })
      sent.on('error', () => {})
      sent.flushHeaders()
      const [response]: IncomingMessage[] = await once(sent, 'response')
      sent.destroy()
      expect(response?.statusCode).toBe(429)
    },
  )

  test('ending sessions costs as much as a mutation, and fills the audit trail within it', async () => {
    const { cookie } = await server.signUp()
    const headers = { cookie, 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.11' }
    const end = () =>
      fetch(`${server.url}/api/auth/revoke-session`, { method: 'POST', headers, body: '{"token":"unknown"}' })
    for (let n = 0; n < 6; n++) expect((await end()).status).toBeLessThan(429)
    expect((await end()).status).toBe(429)
  })

  test('only the health checks are free', async () => {
    for (const path of ['/health/live', '/health/ready'])
      for (let n = 0; n < 40; n++) expect((await get(path, '192.0.2.12')).status).toBe(200)
  })
})

test('the batches of one address take turns: others are answered between their calls', async () => {
  const busy = await setupServer({ RATE_LIMIT: '1000000', TRUST_PROXY: '1' })
  const author = await busy.service.users.create.mutate({ username: 'ada', email: 'ada@example.com' })
  await busy.service.posts.create.mutate({ title: 'T', content: 'C', authorId: author.id })
  const answered: string[] = []
  const get = async (path: string, address: string) => {
    const response = await fetch(busy.url + path, { headers: { 'x-forwarded-for': address } })
    answered.push(path)
    return response
  }
  // Their connections are open.
  await Promise.all(Array.from({ length: 31 }, () => get('/health/live', '192.0.2.1')))
  answered.length = 0
  const input = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [n, { limit: 100 }]))
  const batch = `/trpc/${Array(20).fill('posts.list').join()}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`
  const batches = Array.from({ length: 30 }, () => get(batch, '192.0.2.1'))
  const other = get('/trpc/viewer.current', '192.0.2.2')
  expect((await other).status).toBe(200)
  expect(answered.length).toBeLessThan(15)
  for (const response of await Promise.all(batches)) expect(response.status).toBe(200)
})

test('RATE_LIMIT_STORE=database counts for all servers together, also calls that arrive at once', async () => {
  const shared = await setupServer({ RATE_LIMIT: '30', DAILY_WRITES: '2', RATE_LIMIT_STORE: 'database' })
  const other = await anotherServer(shared.env, shared.store)
  const calls = Array.from({ length: 40 }, (_, n) => fetch(`${n % 2 ? shared.url : other}/trpc/viewer.current`))
  const statuses = (await Promise.all(calls)).map(({ status }) => status).sort()
  expect(statuses).toEqual([...Array(30).fill(200), ...Array(10).fill(429)])
  await shared.store.write(({ db, tables }) => db.delete(tables.rateLimits))
  const ada = await shared.signUp()
  for (const name of ['a', 'b']) await ada.client.tags.create.mutate({ name })
  await expect(clientOf(other, { cookie: ada.cookie }).tags.create.mutate({ name: 'c' })).rejects.toMatchObject({
    data: { reason: 'RATE_LIMITED' },
  })
})

test.each(['process', 'database'])(
  'a daily budget that is off does not limit, with RATE_LIMIT_STORE=%s',
  async (kind) => {
    const limited = await setupServer({
      DAILY_WRITES: 'off',
      DAILY_BYTES: 'off',
      // Signing up costs as much as a mutation.
      RATE_LIMIT: '11',
      RATE_LIMIT_STORE: kind,
    })
    const { client } = await limited.signUp()
    await client.tags.create.mutate({ name: 'a' })
    const more = ['b', 'c'].map((name) => client.tags.create.mutate({ name }))
    await expect(Promise.all(more)).rejects.toMatchObject({ data: { reason: 'RATE_LIMITED' } })
  },
)

test('DAILY_WRITES and DAILY_BYTES stop a user who writes too much', async () => {
  const limited = await setupServer({ RATE_LIMIT: '1000', DAILY_WRITES: '4', DAILY_BYTES: '2000' })
  const ada = await limited.signUp()
  for (let n = 0; n < 3; n++) await ada.client.tags.create.mutate({ name: `tag ${n}` })
  await expect(ada.client.tags.create.mutate({ name: 'one more' })).rejects.toMatchObject({
    data: { reason: 'RATE_LIMITED' },
  })
  expect(await ada.client.viewer.current.query()).toMatchObject({ id: ada.id })
  const other = await setupServer({ RATE_LIMIT: '1000', DAILY_BYTES: '2000' })
  const bob = await other.signUp()
  const post = { title: 'Long', content: 'x'.repeat(1_500) }
  await bob.client.posts.create.mutate(post)
  await expect(bob.client.posts.create.mutate(post)).rejects.toMatchObject({ data: { reason: 'RATE_LIMITED' } })
})

test.each(['process', 'database'])(
  'DAILY_BYTES counts bodies that are sent in chunks, with RATE_LIMIT_STORE=%s',
  async (kind) => {
    const limited = await setupServer({ RATE_LIMIT: '1000', DAILY_BYTES: '5000', RATE_LIMIT_STORE: kind })
    const { cookie } = await limited.signUp()
    const headers = { cookie, 'content-type': 'application/json' }
    const create = async (path: string) => {
      const sent = request(limited.url + path, { method: 'POST', headers, agent: false })
      // Without a length before, in two chunks.
      sent.write('{"title":"Long",')
      sent.end(`"content":"${'x'.repeat(2_000)}"}`)
      const [response]: IncomingMessage[] = await once(sent, 'response')
      response?.resume()
      return response?.statusCode
    }
    expect([await create('/trpc/posts.create'), await create('/api/posts')]).toEqual([200, 201])
    expect([await create('/trpc/posts.create'), await create('/api/posts')]).toEqual([429, 429])
  },
)
