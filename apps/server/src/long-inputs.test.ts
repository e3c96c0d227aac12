import type { AppRouter } from '@trellis/api'
import { createTRPCClient, httpBatchLink, httpLink } from '@trpc/client'
import { expect, test } from 'vitest'
import { setupServer } from '../test/servers.ts'

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

test('a query that is too long for a URL may be a POST', async () => {
  const client = createTRPCClient<AppRouter>({ links: [httpLink({ url, methodOverride: 'POST' })] })
  expect(await client.posts.list.query({ tags })).toEqual({ items: [], nextCursor: null })
})
