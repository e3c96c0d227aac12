import type { ServerResponse } from 'node:http'
import type { LibraryRouter } from '@trellis/host/testing/library'
import { expect, test } from 'vitest'
import { failure, result, type Script, scriptedServer } from '../test/scripted-server.ts'
import { ConnectionError, createClient, isApiError } from './index.ts'

/** The error of a refused call. */
const errorOf = (answer: Promise<unknown>) =>
  answer.then(
    (value) => expect.fail(`Expected an error, got ${JSON.stringify(value)}`),
    (error: Error) => error,
  )
/** Accepts the request and closes the connection: it is unknown whether the call was executed. */
const cut = (response: ServerResponse) => void response.destroy()

/** Fails the first requests in some way, and answers the others. */
const after = (failures: number, fail: (response: ServerResponse) => unknown[] | undefined): Script => {
  return ({ calls }, response, index) => (index < failures ? fail(response) : calls.map(({ input }) => result(input)))
}

test('a query is retried after the connection breaks', async () => {
  const { url, arrived } = await scriptedServer(after(2, cut))
  expect(await createClient<LibraryRouter>({ url }).books.byId.query({ id: 7 })).toEqual({ id: 7 })
  expect(arrived).toHaveLength(3)
})

test('a query fails after all retries, and the error says how often it was tried', async () => {
  const { url, arrived } = await scriptedServer(after(9, cut))
  const error = await errorOf(createClient<LibraryRouter>({ url, retries: 1 }).books.byId.query({ id: 7 }))
  expect(error.message).toMatch(
    /^The connection to http:\/\/127.0.0.1:\d+ was lost before the response arrived \(.+\)\. Tried 2 times\.$/,
  )
  expect(isApiError(error)).toBe(false)
  expect(arrived).toHaveLength(2)
})

test.each([
  ['RATE_LIMITED', 'TOO_MANY_REQUESTS', 429],
  ['UNAVAILABLE', 'SERVICE_UNAVAILABLE', 503],
] as const)('a call that was refused as %s is made again, mutations too', async (reason, code, status) => {
  const { url, arrived } = await scriptedServer(after(1, () => [failure(code, status, reason)]))
  expect(await createClient<LibraryRouter>({ url }).books.create.mutate({ title: 'sql' })).toEqual({ title: 'sql' })
  expect(arrived).toHaveLength(2)
})

test.each([
  ['seconds', () => '1'],
  ['a date', () => new Date(Date.now() + 2_000).toUTCString()],
])('`retry-after` in %s is waited for', async (_, value) => {
  const times: number[] = []
  const { url } = await scriptedServer(({ calls }, response, index) => {
    times.push(performance.now())
    if (index > 0) return calls.map(({ input }) => result(input))
    response.statusCode = 429
    response.setHeader('retry-after', value())
    return [failure('TOO_MANY_REQUESTS', 429, 'RATE_LIMITED')]
  })
  await createClient<LibraryRouter>({ url }).books.byId.query({ id: 7 })
  const [first = 0, second = 0] = times
  expect(second - first).toBeGreaterThan(900)
})

test('a call fails at once when the server asks for a long wait, and the error says how long', async () => {
  const { url, arrived } = await scriptedServer((_, response) => {
    response.setHeader('retry-after', '3600')
    return [failure('TOO_MANY_REQUESTS', 429, 'RATE_LIMITED')]
  })
  const error = await errorOf(createClient<LibraryRouter>({ url }).books.byId.query({ id: 7 }))
  expect(isApiError(error, 'RATE_LIMITED')).toBe(true)
  expect(error.message).toContain('3600 s')
  expect(arrived).toHaveLength(1)
})

test('a call that the server refused is not retried', async () => {
  const { url, arrived } = await scriptedServer(() => [failure('NOT_FOUND', 404, 'BOOK_NOT_FOUND')])
  const error = await errorOf(createClient<LibraryRouter>({ url }).books.byId.query({ id: 7 }))
  expect(isApiError(error, 'BOOK_NOT_FOUND')).toBe(true)
  expect(isApiError(error, 'LOAN_NOT_FOUND')).toBe(false)
  expect(arrived).toHaveLength(1)
})

test('a mutation is retried with the same key, so that the server executes it once', async () => {
  const { url, arrived } = await scriptedServer(after(2, cut))
  const client = createClient<LibraryRouter>({ url })
  await client.books.create.mutate({ title: 'sql' })
  await client.books.create.mutate({ title: 'sql' })
  const keys = arrived.map(({ headers }) => headers['idempotency-key'])
  expect(keys).toEqual([keys[0], keys[0], keys[0], expect.stringMatching(/^[\da-f]{32}$/)])
  expect(keys[3]).not.toBe(keys[0])
})

test('the error of a mutation without a response says that it may have been executed', async () => {
  const { url, arrived } = await scriptedServer(after(9, cut))
  const error = await errorOf(createClient<LibraryRouter>({ url, retries: 1 }).books.create.mutate({ title: 'sql' }))
  expect(error.message).toContain('books.create may have been executed: check before you call it again.')
  expect(error.cause).toBeInstanceOf(ConnectionError)
  expect(error.cause).toMatchObject({ carriedOut: 'unknown' })
  expect(arrived).toHaveLength(2)
})

test('a mutation that could not be sent is repeated, and the error says that the server does not respond', async () => {
  const refused = Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' }),
  })
  let attempts = 0
  const fetch = () => {
    attempts += 1
    return Promise.reject(refused)
  }
  const client = createClient<LibraryRouter>({ url: 'http://127.0.0.1:3000', retries: 2, fetch })
  const error = await errorOf(client.books.create.mutate({ title: 'sql' }))
  expect(error.message).toBe(
    'Cannot connect to http://127.0.0.1:3000 (ECONNREFUSED). Is the server running, and is this its address? Tried 3 times.',
  )
  expect(error.cause).toMatchObject({ carriedOut: 'no' })
  expect(attempts).toBe(3)
})

test('a failed batch is retried with the same keys; queries have none, and a given key is kept', async () => {
  const { url, arrived } = await scriptedServer(after(1, cut))
  const client = createClient<LibraryRouter>({ url })
  const context = { idempotencyKey: 'mine' }
  await Promise.all([
    client.books.create.mutate({ title: 'sql' }),
    client.books.create.mutate({ title: 'Ada' }, { context }),
  ])
  await client.books.search.query({})
  const keys = arrived.map(({ headers }) => headers['idempotency-key'])
  const [own, mine] = String(keys[0]).split(',')
  expect([own, mine]).toEqual([expect.stringMatching(/^[\da-f]{32}$/), 'mine'])
  // Each call waits for a different time, so they may be sent in different batches.
  expect(keys.slice(1).join(',').split(',').toSorted()).toEqual([own, mine, ''].toSorted())
})

test('the error for a response that is not tRPC says that the address may be wrong', async () => {
  const { url, arrived } = await scriptedServer((_, response) => {
    response.statusCode = 404
    response.setHeader('content-type', 'text/html')
    response.end('<h1>Not here</h1>')
    return undefined
  })
  const error = await errorOf(createClient<LibraryRouter>({ url }).books.create.mutate({ title: 'sql' }))
  expect(error.message).toMatch(
    /answered with text\/html \(status 404\), not with tRPC\. Is this the address of the server\?$/,
  )
  expect(arrived).toHaveLength(1)
})

test('calls are retried while only the proxy of the server responds', async () => {
  const { url, arrived } = await scriptedServer(({ calls }, response, index) => {
    if (index > 0) return calls.map(({ input }) => result(input))
    response.statusCode = 503
    response.end('no server')
    return undefined
  })
  await createClient<LibraryRouter>({ url }).books.create.mutate({ title: 'sql' })
  expect(arrived).toHaveLength(2)
})
