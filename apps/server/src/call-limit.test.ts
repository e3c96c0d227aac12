import { expect, test } from 'vitest'
import { clientOf, setupServer } from './testing.ts'

const server = await setupServer({ RATE_LIMIT: '30' })

test('RATE_LIMIT stops a caller after as many calls, each call of a batch counted, and spares services', async () => {
  const url = `${server.url}/trpc/viewer.current,viewer.current?batch=1&input={}`
  for (let n = 0; n < 15; n++) expect((await fetch(url)).status).toBe(200)
  const stopped = await fetch(url)
  expect(stopped.status).toBe(429)
  expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
  const refused = { error: { data: { code: 'TOO_MANY_REQUESTS', reason: 'RATE_LIMITED' } } }
  expect(await stopped.json()).toMatchObject([refused, refused])

  for (let n = 0; n < 40; n++) await server.service.viewer.current.query()
  const user = await server.signUp()
  expect(await user.client.viewer.current.query()).toMatchObject({ id: user.id })
  expect(
    await clientOf(server.url, { authorization: 'Bearer x' })
      .viewer.current.query()
      .catch((e) => e.data.code),
  ).toBe('TOO_MANY_REQUESTS')
})
