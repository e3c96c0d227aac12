import type { AppRouter } from '@trellis/blog'
import { type Client, createClient, isApiError } from '@trellis/client'
import { SERVICE_KEY as KEY, startServer, type TestServer } from '@trellis/server/testing'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

describe.each(['sqlite', 'postgres'] as const)('on %s', (dialect) => {
  let server: TestServer
  let trellis: Client<AppRouter>
  let authorId: number
  beforeAll(async () => {
    server = await startServer(inject('templates'), dialect)
    trellis = createClient<AppRouter>({ url: server.url, key: KEY })
    authorId = (await trellis.users.create.mutate({ username: 'ada', email: 'ada@example.com' })).id
  })
  afterAll(() => server.remove())

  test('the key makes the caller a service', async () => {
    expect(await trellis.viewer.current.query()).toEqual({ service: 'tests' })
    expect(await createClient<AppRouter>({ url: server.url }).viewer.current.query()).toBeNull()
  })

  test('hundreds of concurrent calls succeed, with inputs of all sizes', async () => {
    const contents = Array.from({ length: 120 }, (_, index) => 'é'.repeat(1 + ((index * 7_919) % 60_000)))
    const posts = await Promise.all(
      contents.map((content, index) => trellis.posts.create.mutate({ title: `Post ${index}`, content, authorId })),
    )
    expect(new Set(posts.map(({ id }) => id)).size).toBe(120)
    const read = await Promise.all(posts.map(({ id }) => trellis.posts.byId.query({ id })))
    expect(read.map(({ content }) => content.length)).toEqual(contents.map((content) => content.length))
  })

  test('a query that is too long for a URL is sent as a POST', async () => {
    const tags = { all: Array.from({ length: 20 }, (_, index) => `${index}${'å'.repeat(98)}`) }
    expect(await trellis.posts.list.query({ tags })).toEqual({ items: [], nextCursor: null })
  })

  test('errors carry the reason and the fields of the contract', async () => {
    const taken = await trellis.users.create
      .mutate({ username: 'ADA', email: 'b@example.com' })
      .catch((error: unknown) => error)
    if (!isApiError(taken)) throw taken
    expect(taken.data).toMatchObject({ code: 'CONFLICT', httpStatus: 409, reason: 'USERNAME_TAKEN' })
    const wrong = await trellis.posts.create
      .mutate({ title: ' ', content: 'x', authorId })
      .catch((error: unknown) => error)
    if (!isApiError<AppRouter>(wrong, 'INVALID_INPUT')) throw wrong
    expect(wrong.data.fields).toEqual({ title: expect.any(String) })
  })

  test('calls succeed although the server is killed and restarted meanwhile', async () => {
    const calls = Array.from({ length: 60 }, (_, index) => ({
      title: `Kept ${index}`,
      content: 'Text',
      authorId,
      externalId: `kept:${index}`,
    }))
    const patient = createClient<AppRouter>({ url: server.url, key: KEY, retries: 60 })
    const answers = Promise.all([
      ...calls.map((post) => patient.posts.create.mutate(post)),
      ...calls.map(() => patient.posts.list.query({ limit: 1 })),
    ])
    await server.kill()
    await server.restart()
    await answers
    const { items } = await trellis.posts.imported.query({ prefix: 'kept:', limit: 100 })
    expect(items).toHaveLength(60)
  })
})
