import type { LibraryRouter } from '@trellis/host/testing/library'
import { expect, expectTypeOf, test } from 'vitest'
import { result, scriptedServer } from '../test/scripted-server.ts'
import { createClient } from './index.ts'

const echo = () => scriptedServer(({ calls }) => calls.map(({ path, input }) => result({ path, input })))

test('calls of one turn are sent as one batch of at most 20', async () => {
  const { url, arrived } = await echo()
  const client = createClient<LibraryRouter>({ url })
  await Promise.all(Array.from({ length: 45 }, (_, id) => client.books.byId.query({ id })))
  expect(arrived.map(({ calls }) => calls.length).toSorted()).toEqual([20, 20, 5].toSorted())
  expect(arrived.flatMap(({ calls }) => calls.map(({ input }) => input))).toHaveLength(45)
})

test('queries and mutations do not share a batch', async () => {
  const { url, arrived } = await echo()
  const client = createClient<LibraryRouter>({ url })
  await Promise.all([client.books.search.query({}), client.books.create.mutate({ title: 'sql' })])
  expect(arrived.map(({ calls }) => calls.map(({ path }) => path)).toSorted()).toEqual([
    ['books.create'],
    ['books.search'],
  ])
})

test('no batch is larger than the body limit of the server', async () => {
  const { url, arrived } = await echo()
  const client = createClient<LibraryRouter>({ url })
  // 40 KiB of UTF-8 each, and some that are larger than a whole batch may be.
  const contents = [
    ...Array.from({ length: 40 }, () => 'é'.repeat(20_000)),
    '好'.repeat(100_000),
    '\u0001'.repeat(100_000),
  ]
  await Promise.all(contents.map((content) => client.books.create.mutate({ title: content })))
  expect(arrived.flatMap(({ calls }) => calls)).toHaveLength(42)
  expect(Math.max(...arrived.map(({ bytes }) => bytes))).toBeLessThan(1024 * 1024)
})

test('no URL is longer than the limit of the server', async () => {
  const { url, arrived } = await echo()
  const client = createClient<LibraryRouter>({ url })
  await Promise.all(Array.from({ length: 40 }, () => client.books.search.query({ q: 'c'.repeat(1_500) })))
  await client.books.search.query({ q: 'long '.repeat(1_000) })
  expect(Math.max(...arrived.map((request) => request.url.length))).toBeLessThan(13_000)
})

test.each(['', '/', '/trpc', '/trpc/', '/behind/a/proxy', '/behind/a/proxy/trpc'])(
  'the procedures are found below the address with "%s"',
  async (suffix) => {
    const { url, arrived } = await echo()
    await createClient<LibraryRouter>({ url: url + suffix }).loans.count.query()
    expect(arrived[0]?.url).toMatch(
      suffix.startsWith('/behind') ? /^\/behind\/a\/proxy\/trpc\/loans/ : /^\/trpc\/loans/,
    )
  },
)

test.each(['', 'localhost:3000', 'ftp://127.0.0.1', 'not an address'])(
  '"%s" is refused as an address at once',
  (url) => {
    expect(() => createClient<LibraryRouter>({ url })).toThrow(/Not the address of a server/)
  },
)

test('the key is sent with every request; without a key, no authorization is sent', async () => {
  const { url, arrived } = await echo()
  await createClient<LibraryRouter>({ url, key: 'secret' }).loans.count.query()
  await createClient<LibraryRouter>({ url }).loans.count.query()
  expect(arrived.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret', undefined])
})

test('the `fetch` that is given is used', async () => {
  const fake: typeof fetch = async (url) => Response.json([result({ service: String(url).includes('loans.count') })])
  const client = createClient<LibraryRouter>({ url: 'http://library.invalid', fetch: fake })
  expect(await client.loans.count.query()).toEqual({ service: true })
})

test('inputs and outputs have the types of the procedures', () => {
  const client = createClient<LibraryRouter>({ url: 'http://127.0.0.1:3000' })
  expectTypeOf(client.books.byId.query).parameter(0).toEqualTypeOf<{ id: number }>()
  expectTypeOf(client.books.byId.query).returns.resolves.toEqualTypeOf<{ id: number; title: string }>()
  expectTypeOf(client.books).not.toHaveProperty('byNothing')
})
