import { expect, test } from 'vitest'
import { result, scriptedServer } from '../test/scripted-server.ts'
import { createClient } from './index.ts'

test('calls send the latest position of the commits of the client, whatever the order of the responses', async () => {
  const positions = ['0/FF', '1/0', '0/FFFFFFFF', 'no position', undefined]
  const { url, arrived } = await scriptedServer(({ calls }, response, index) => {
    const position = positions[index]
    if (position !== undefined) response.setHeader('x-trellis-commit', position)
    return calls.map(() => result(null))
  })
  const trellis = createClient({ url })
  for (const _ of positions) await trellis.tags.create.mutate({ name: 'a' })
  await trellis.viewer.current.query()
  const sent = arrived.map(({ headers }) => headers['x-trellis-commit'])
  expect(sent).toEqual([undefined, '0/FF', '1/0', '1/0', '1/0', '1/0'])
  await createClient({ url }).viewer.current.query()
  expect(arrived.at(-1)?.headers['x-trellis-commit']).toBeUndefined()
})
