import type { LibraryRouter } from '@trellis/host/testing/library'
import { expect, test } from 'vitest'
import { result, scriptedServer } from '../test/scripted-server.ts'
import { createClient } from './index.ts'

test('calls send the latest position of the commits of the client, whatever the order of the responses', async () => {
  const positions = ['1/0/FF', '1/1/0', '1/0/FFFFFFFF', 'no position', undefined, '2/0/1']
  const { url, arrived } = await scriptedServer(({ calls }, response, index) => {
    const position = positions[index]
    if (position !== undefined) response.setHeader('x-lending-commit', position)
    return calls.map(() => result(null))
  })
  const library = createClient<LibraryRouter>({ url })
  for (const _ of positions) await library.books.create.mutate({ title: 'a' })
  await library.loans.count.query()
  const sent = arrived.map(({ headers }) => headers['x-lending-commit'])
  expect(sent).toEqual([undefined, '1/0/FF', '1/1/0', '1/1/0', '1/1/0', '1/1/0', '2/0/1'])
  await createClient<LibraryRouter>({ url }).loans.count.query()
  expect(arrived.at(-1)?.headers['x-lending-commit']).toBeUndefined()
})
