import type { AppRouter } from '@trellis/api'
import { createTRPCClient, httpBatchLink, httpLink } from '@trpc/client'
import { expect, test } from 'vitest'
import { setupServer } from './testing.ts'

const server = await setupServer()
const url = `${server.url}/trpc`
const long = (index: number) => `${index}${'å'.repeat(98)}`
const tags = { all: Array.from({ length: 20 }, (_, index) => long(index)) }

test('a batch of long queries is split by the length of its URL', async () => {
  const client = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url, maxItems: 20, maxURLLength: 8_000 })] })
  const q = 'å'.repeat(64)
  const pages = await Promise.all(Array.from({ length: 20 }, () => client.search.posts.query({ q })))
  expect(pages.every(({ items }) => items.length === 0)).toBe(true)
})

test('searches for the worst stored text hold up nobody', async () => {
  const author = await server.service.users.create.mutate({ username: 'worst', email: 'worst@example.com' })
  for (let n = 0; n < 10; n++) {
    await server.service.posts.create.mutate({
      authorId: author.id,
      title: 'a'.repeat(300),
      content: 'a'.repeat(100_000),
    })
  }
  const search = () => server.anyone.search.posts.query({ q: 'a'.repeat(64), limit: 1 })
  const start = performance.now()
  expect((await search()).items).toHaveLength(1)
  const alone = performance.now() - start
  /** How long /health/live takes while four searches run: the median, because a busy machine delays single answers. */
  async function medianWait(): Promise<number> {
    let done = false
    const waits: number[] = []
    const searches = Promise.all(Array.from({ length: 4 }, search)).finally(() => {
      done = true
    })
    while (!done) {
      const asked = performance.now()
      expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
      waits.push(performance.now() - asked)
    }
    await searches
    return waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)] ?? 0
  }
  // On the event loop each answer would wait for at least one search, in every attempt.
  await expect.poll(medianWait, { timeout: 30_000 }).toBeLessThan(Math.max(100, alone / 2))
})

test('a query that is too long for a URL may be a POST', async () => {
  const client = createTRPCClient<AppRouter>({ links: [httpLink({ url, methodOverride: 'POST' })] })
  expect(await client.posts.list.query({ tags })).toEqual({ items: [], nextCursor: null })
})
