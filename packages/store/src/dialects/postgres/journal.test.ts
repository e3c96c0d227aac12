import { eq } from 'drizzle-orm'
import { Client } from 'pg'
import { expect, inject, test } from 'vitest'
import { createTestStore } from '../../../test/library/index.ts'

test('the changes of a row are in their order, also those of a transaction that is older than the one before', async () => {
  const { store, remove } = await createTestStore(inject('templates'), 'postgres')
  try {
    const { journal } = store
    const start = (await journal?.position()) ?? ''
    const { readers } = store.read.tables
    await store.write(async ({ db }) => {
      await db.insert(readers).values({ name: 'Older' })
      const id = await store.write(async (other) => {
        const [reader] = await other.db.insert(readers).values({ name: 'Younger' }).returning({ id: readers.id })
        return reader?.id ?? 0
      })
      await db.update(readers).set({ role: 'librarian' }).where(eq(readers.id, id))
      await db.delete(readers).where(eq(readers.id, id))
    })
    await expect.poll(() => journal?.heldBack()).toBe(0)
    const read = await journal?.read(start, 10)
    expect(read?.changes.map(({ kind, key }) => `${kind} ${key.id}`)).toEqual([
      'created 1',
      'created 2',
      'updated 2',
      'deleted 2',
    ])
  } finally {
    await remove()
  }
})

test('a process without a watcher notifies those of others', async () => {
  const { store, url, remove } = await createTestStore(inject('templates'), 'postgres')
  const listening = new Client({ connectionString: url })
  try {
    await listening.connect()
    const notified = new Promise((resolve) => listening.on('notification', ({ channel }) => resolve(channel)))
    await listening.query('LISTEN journal')
    await store.write(({ db, tables }) => db.insert(tables.readers).values({ name: 'New' }))
    expect(await notified).toBe('journal')
  } finally {
    await listening.end()
    await remove()
  }
})
