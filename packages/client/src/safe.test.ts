import type { LibraryRouter } from '@trellis/host/testing/library'
import { expect, test } from 'vitest'
import { failure, result, scriptedServer } from '../test/scripted-server.ts'
import { ConnectionError, createClient, isApiError, safe } from './index.ts'

test('a call that succeeds has data', async () => {
  const { url } = await scriptedServer(() => [result({ id: 1, name: 'sql' })])
  const outcome = await safe(createClient<LibraryRouter>({ url }).books.create.mutate({ title: 'sql' }))
  expect(outcome).toEqual({ data: { id: 1, name: 'sql' } })
})

test('a call that is refused has the reason, the fields and the error', async () => {
  const { url } = await scriptedServer(() => [failure('CONFLICT', 409, 'BOOK_NOT_FOUND')])
  const { data, reason, fields, error } = await safe(
    createClient<LibraryRouter>({ url }).books.create.mutate({ title: 'sql' }),
  )
  expect({ data, reason, fields }).toEqual({ data: undefined, reason: 'BOOK_NOT_FOUND', fields: null })
  expect(isApiError(error, 'BOOK_NOT_FOUND')).toBe(true)
})

test('other errors are thrown: a failure of the server, and a missing response', async () => {
  const { url } = await scriptedServer(() => [failure('INTERNAL_SERVER_ERROR', 500, null)])
  await expect(safe(createClient<LibraryRouter>({ url }).books.search.query({}))).rejects.toThrow(
    'INTERNAL_SERVER_ERROR',
  )
  const unreachable = createClient<LibraryRouter>({ url: 'http://127.0.0.1:1', retries: 0 })
  await expect(safe(unreachable.books.search.query({}))).rejects.toMatchObject({ cause: expect.any(ConnectionError) })
})
