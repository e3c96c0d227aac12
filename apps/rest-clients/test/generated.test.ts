import { SERVICE_KEY, startServer } from '@trellis/server/testing'
import { expect, inject, test } from 'vitest'

test('the tutorial runs with both generated clients', async () => {
  const server = await startServer(inject('templates'), 'sqlite')
  try {
    for (const name of ['openapi-fetch', 'hey-api']) {
      const { tutorial } = await import(`./${name}.ts`)
      expect(await tutorial(server.url, SERVICE_KEY, name)).toEqual({
        author: 'John Doe',
        tags: [name],
        refused: 'TAG_EXISTS',
        deleted: 204,
        fields: ['title'],
      })
    }
  } finally {
    await server.remove()
  }
})
