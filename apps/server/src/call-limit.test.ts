import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { anotherServer, clientOf, setupServer } from './testing.ts'

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
    expect(await stopped.json()).toMatchObject([refused, refused])
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

  test('counts a batch with a prototype key as a procedure', async () => {
    const input = encodeURIComponent(JSON.stringify({ 0: { q: 'text' } }))
    const search = async () => {
      const response = await from('192.0.2.7', `search.posts,toString?batch=1&input=${input}`)
      const [found] = z
        .array(z.object({ error: z.object({ data: z.unknown() }).optional() }))
        .parse(await response.json())
      return found?.error?.data
    }
    for (let n = 0; n < 2; n++) expect(await search()).toBeUndefined()
    expect(await search()).toMatchObject({ reason: 'RATE_LIMITED' })
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
      RATE_LIMIT: '6',
      RATE_LIMIT_STORE: kind,
    })
    const { client } = await limited.signUp()
    await client.tags.create.mutate({ name: 'a' })
    await expect(client.tags.create.mutate({ name: 'b' })).rejects.toMatchObject({ data: { reason: 'RATE_LIMITED' } })
  },
)

test('DAILY_WRITES and DAILY_BYTES stop a user who writes too much', async () => {
  const limited = await setupServer({ RATE_LIMIT: '1000', DAILY_WRITES: '3', DAILY_BYTES: '2000' })
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
