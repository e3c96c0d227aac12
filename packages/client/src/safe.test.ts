import { expect, test } from 'vitest'
import { failure, result, scriptedServer } from '../test/scripted-server.ts'
import { ConnectionError, createClient, isTrellisError, safe } from './index.ts'

test('a call that succeeds has data', async () => {
  const { url } = await scriptedServer(() => [result({ id: 1, name: 'sql' })])
  const outcome = await safe(createClient({ url }).tags.create.mutate({ name: 'sql' }))
  expect(outcome).toEqual({ data: { id: 1, name: 'sql' } })
})

test('a call that is refused has the reason, the fields and the error', async () => {
  const { url } = await scriptedServer(() => [failure('CONFLICT', 409, 'TAG_EXISTS')])
  const { data, reason, fields, error } = await safe(createClient({ url }).tags.create.mutate({ name: 'sql' }))
  expect({ data, reason, fields }).toEqual({ data: undefined, reason: 'TAG_EXISTS', fields: null })
  expect(isTrellisError(error, 'TAG_EXISTS')).toBe(true)
})

test('other errors are thrown: a failure of the server, and a missing response', async () => {
  const { url } = await scriptedServer(() => [failure('INTERNAL_SERVER_ERROR', 500, null)])
  await expect(safe(createClient({ url }).tags.list.query({}))).rejects.toThrow('INTERNAL_SERVER_ERROR')
  const unreachable = createClient({ url: 'http://127.0.0.1:1', retries: 0 })
  await expect(safe(unreachable.tags.list.query({}))).rejects.toMatchObject({ cause: expect.any(ConnectionError) })
})
