import websocket from '@fastify/websocket'
import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpLink,
  httpSubscriptionLink,
  retryLink,
  splitLink,
  type TRPCClient,
  TRPCClientError,
  type TRPCLink,
  wsLink,
} from '@trpc/client'
import { EventSource } from 'eventsource'
import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LinksRouter, linksRouter } from '../test/links-router.ts'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from './index.ts'

const app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 1000 } })
const trpcOptions = {
  router: linksRouter,
  createContext: ({ req }) => ({ url: req.url ?? '' }),
} satisfies FastifyTRPCPluginOptions<LinksRouter>['trpcOptions']
let url: string

beforeAll(async () => {
  app.addContentTypeParser('application/octet-stream', (_request, body, parsed) => parsed(null, body))
  await app.register(websocket)
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    useWSS: true,
    trpcOptions,
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  url = `${app.listeningOrigin}/trpc`
})
afterAll(() => app.close())

const clientOf = (...links: TRPCLink<LinksRouter>[]) => createTRPCClient<LinksRouter>({ links })

/** Everything that a subscription yields. */
function collect(client: TRPCClient<LinksRouter>): Promise<unknown[]> {
  const ticks: unknown[] = []
  return new Promise((resolve, reject) => {
    client.ticks.subscribe(
      { to: 3 },
      { onData: (tick) => ticks.push(tick), onComplete: () => resolve(ticks), onError: reject },
    )
  })
}

const threeTicks = [1, 2, 3].map((tick) => ({ id: String(tick), data: { tick } }))

describe.each([
  ['httpLink', () => httpLink<LinksRouter>({ url })],
  ['httpBatchLink', () => httpBatchLink<LinksRouter>({ url })],
  [
    'httpBatchLink by POST',
    () => httpBatchLink<LinksRouter>({ url, maxURLLength: 2000, headers: { 'x-any': 'thing' } }),
  ],
  ['httpBatchStreamLink', () => httpBatchStreamLink<LinksRouter>({ url })],
])('%s', (_name, link) => {
  it('calls queries and mutations, and gets their errors', async () => {
    const client = clientOf(link())
    await expect(client.greet.query('you & ü')).resolves.toBe('hello you & ü')
    await expect(client.add.mutate({ a: 1, b: 2 })).resolves.toBe(3)
    await expect(client.missing.query()).rejects.toMatchObject({ message: 'not here', data: { code: 'NOT_FOUND' } })
    await expect(client.greet.query(1 as never)).rejects.toBeInstanceOf(TRPCClientError)
  })
})

describe('httpBatchLink', () => {
  it('sends the calls of one turn of the event loop in one request', async () => {
    const client = clientOf(httpBatchLink({ url }))
    const [greeting, first, second] = await Promise.all([
      client.greet.query('x'),
      client.url.query(),
      client.url.query(),
    ])
    expect(greeting).toBe('hello x')
    expect(first).toContain('/trpc/greet,url,url?batch=1')
    expect(second).toBe(first)
  })

  it('returns to each call its own result or error', async () => {
    const client = clientOf(httpBatchLink({ url }))
    const outcomes = await Promise.allSettled([client.greet.query('x'), client.missing.query()])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })
})

describe('httpBatchStreamLink', () => {
  it('streams the values that a query generates', async () => {
    const client = clientOf(httpBatchStreamLink({ url }))
    const letters = []
    for await (const letter of await client.letters.query()) letters.push(letter)
    expect(letters).toEqual(['a', 'b'])
  })
})

describe('httpLink', () => {
  const client = () => clientOf(httpLink({ url }))

  it('sends forms', async () => {
    const form = new FormData()
    form.set('name', 'Ada')
    await expect(client().fields.mutate(form)).resolves.toEqual({ name: 'Ada' })
  })

  it('sends octet streams', async () => {
    await expect(client().size.mutate(new Uint8Array(5000))).resolves.toBe(5000)
  })

  it('ends a call when its signal aborts', async () => {
    await expect(client().greet.query('x', { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(TRPCClientError)
  })
})

describe('httpSubscriptionLink', () => {
  it('receives every event and the end', async () => {
    await expect(collect(clientOf(httpSubscriptionLink({ url, EventSource })))).resolves.toEqual(threeTicks)
  })
})

describe('splitLink', () => {
  it('sends subscriptions over one link and calls over the other', async () => {
    const client = clientOf(
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url, EventSource }),
        false: httpBatchLink({ url }),
      }),
    )
    const [ticks, greeting] = await Promise.all([collect(client), client.greet.query('x')])
    expect(ticks).toEqual(threeTicks)
    expect(greeting).toBe('hello x')
  })
})

describe('retryLink', () => {
  it('repeats a call until it succeeds', async () => {
    const retry = retryLink<LinksRouter>({ retry: ({ error }) => error.data?.code === 'SERVICE_UNAVAILABLE' })
    await expect(clientOf(retry, httpBatchLink({ url })).unreliable.query('a key')).resolves.toBe(3)
  })
})

describe('wsLink', () => {
  it('sends calls and subscriptions', async () => {
    const socket = createWSClient({ url: url.replace('http', 'ws') })
    const client = clientOf(wsLink({ client: socket }))
    await expect(client.greet.query('x')).resolves.toBe('hello x')
    await expect(client.add.mutate({ a: 1, b: 2 })).resolves.toBe(3)
    await expect(collect(client)).resolves.toEqual(threeTicks)
    await socket.close()
  })
})
