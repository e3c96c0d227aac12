import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { createTestDatabase, library } from '../../../test/library/index.ts'
import { connected } from './pool.ts'
import { startFaultyProxy } from './testing/faulty-proxy.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase(inject('templates'), 'postgres')
})
afterAll(() => database.remove())

async function proxied() {
  const proxy = await startFaultyProxy(database.url)
  onTestFinished(() => proxy.close())
  return proxy
}

test('a server that accepts a connection and says nothing ends a migration in one line', async () => {
  const proxy = await proxied()
  proxy.acceptsOnly = true
  await expect(library.migrate(proxy.url)).rejects.toMatchObject({
    code: 'ETIMEDOUT',
    message: 'The server does not answer.',
  })
})

test('a migration with patience waits for a server that answers later', async () => {
  const proxy = await proxied()
  proxy.acceptsOnly = true
  const migrated = library.migrate(proxy.url, { patience: 60_000 })
  await expect.poll(() => proxy.connections).toBe(1)
  proxy.acceptsOnly = false
  await migrated
})

test('a server that takes no writes ends a migration in one line', async () => {
  const options = encodeURIComponent('-c default_transaction_read_only=on')
  await expect(library.migrate(`${database.url}?options=${options}`)).rejects.toMatchObject({
    code: '25006',
    message: 'The server takes no writes: it is a replica, or read-only.',
  })
})

test('a server that goes silent during a statement without a limit fails it', async () => {
  const proxy = await proxied()
  const work = connected(proxy.url, async (client) => {
    await client.query('SET statement_timeout TO 0')
    proxy.fault('silent')
    await client.query('SELECT 1')
  })
  await expect(work).rejects.toThrow('Connection terminated')
})
