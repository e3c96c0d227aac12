import { EventEmitter, once } from 'node:events'
import type { LibraryRouter } from '@trellis/host/testing/library'
import { expect, test } from 'vitest'
import { result, scriptedServer } from '../test/scripted-server.ts'
import { ConnectionError, createClient } from './index.ts'

/** Never answers. */
const silent = () => scriptedServer(() => undefined)

test('an attempt that takes too long ends, and a query is retried', async () => {
  const { url, arrived } = await scriptedServer(({ calls }, _, index) =>
    index === 0 ? undefined : calls.map(({ input }) => result(input)),
  )
  expect(await createClient<LibraryRouter>({ url, timeoutMs: 2_000 }).books.byId.query({ id: 7 })).toEqual({ id: 7 })
  expect(arrived.length).toBeGreaterThan(1)
})

test('a mutation that takes too long fails, and the error says that it may have been executed', async () => {
  const { url, arrived } = await silent()
  const answer = createClient<LibraryRouter>({ url, timeoutMs: 2_000, retries: 0 }).books.create.mutate({
    title: 'sql',
  })
  await expect(answer).rejects.toMatchObject({
    message: expect.stringMatching(/did not answer within 2000 ms\. books\.create may have been executed/),
    cause: expect.any(ConnectionError),
  })
  expect(arrived).toHaveLength(1)
})

test('an aborted call ends at once, and the request with it', async () => {
  const closed = new EventEmitter()
  const whenClosed = once(closed, 'close')
  const abort = new AbortController()
  const { url } = await scriptedServer((_, response) => {
    response.on('close', () => closed.emit('close'))
    abort.abort(new Error('no longer needed'))
    return undefined
  })
  await expect(
    createClient<LibraryRouter>({ url }).books.byId.query({ id: 7 }, { signal: abort.signal }),
  ).rejects.toThrow('no longer needed')
  await whenClosed
})

test('a call that is aborted before it starts is not sent', async () => {
  const { url, arrived } = await silent()
  const signal = AbortSignal.abort(new Error('never'))
  await expect(createClient<LibraryRouter>({ url }).books.byId.query({ id: 7 }, { signal })).rejects.toThrow('never')
  expect(arrived).toHaveLength(0)
})

test('an aborted call does not affect the other calls of its batch', async () => {
  const abort = new AbortController()
  const { url } = await scriptedServer(({ calls }, response) => {
    abort.abort(new Error('just this one'))
    setImmediate(() => response.end(JSON.stringify(calls.map(({ input }) => result(input)))))
    return undefined
  })
  const client = createClient<LibraryRouter>({ url })
  const outcomes = await Promise.allSettled([
    client.books.byId.query({ id: 1 }, { signal: abort.signal }),
    client.books.byId.query({ id: 2 }),
  ])
  expect(outcomes).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: { id: 2 } }])
})

test('a call is aborted while it waits for its next attempt', async () => {
  const abort = new AbortController()
  const { url, arrived } = await scriptedServer((_, response) => {
    response.statusCode = 503
    response.setHeader('retry-after', '50')
    response.end('busy', () => setImmediate(() => abort.abort(new Error('enough'))))
    return undefined
  })
  await expect(
    createClient<LibraryRouter>({ url }).books.byId.query({ id: 7 }, { signal: abort.signal }),
  ).rejects.toThrow('enough')
  expect(arrived).toHaveLength(1)
})

test('thousands of calls with one signal leave no listeners on it', async () => {
  const { url } = await scriptedServer(({ calls }) => calls.map(({ input }) => result(input)))
  const client = createClient<LibraryRouter>({ url })
  const { signal } = new AbortController()
  let listeners = 0
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners += 1
    addEventListener.apply(signal, args)
  }
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners -= 1
    removeEventListener.apply(signal, args)
  }
  await Promise.all(Array.from({ length: 2_000 }, (_, id) => client.books.byId.query({ id }, { signal })))
  expect(listeners).toBe(0)
})
