import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, openStore, type Store } from '@trellis/identity/testing/library'
import { sql } from 'drizzle-orm'
import { Registry } from 'prom-client'
import { afterAll, expect, inject, test } from 'vitest'
import { addGauges } from './gauges.ts'

const database = await createTestDatabase(inject('templates'), inject('dialect'))
const open = () => openStore({ url: database.url, poolSize: 1, lockTimeout: 60_000 })
const store = open()
const folder = mkdtempSync(join(tmpdir(), 'trellis backups '))
const registry = new Registry()
addGauges('trellis', registry, store, folder)
afterAll(async () => {
  await store.close()
  await database.remove()
  rmSync(folder, { recursive: true })
})

/** The lines of the page that have a value. */
const lines = async (of = registry) => (await of.metrics()).split('\n').filter((line) => !line.startsWith('#'))
const sessions = expect.stringMatching(/^trellis_sessions /)

test('sessions are counted', async () => {
  const now = new Date()
  await store.write(async ({ db, tables: { users, sessions } }) => {
    const [user] = await db.insert(users).values({ username: 'ada', email: 'ada@example.com' }).returning()
    const session = { userId: user?.id ?? 0, createdAt: now, updatedAt: now }
    await db.insert(sessions).values([
      { ...session, token: 'valid', expiresAt: new Date(now.getTime() + 3_600_000) },
      { ...session, token: 'expired', expiresAt: now },
    ])
  })
  await expect.poll(() => lines()).toContainEqual('trellis_sessions 1')
})

test('changes that can be seen are not held back', async () => {
  // On PostgreSQL, other tests have transactions open on the same server.
  await expect.poll(() => lines()).toContainEqual('trellis_journal_held_back_seconds 0')
})

test('the age of the newest backup is left out while there is none', async () => {
  const age = expect.stringMatching(/^trellis_backup_age_seconds /)
  expect(await lines()).not.toContainEqual(age)
  writeFileSync(join(folder, 'trellis-1.db.gz'), '')
  expect(await lines()).toContainEqual(age)
})

test.runIf(inject('dialect') === 'postgres')(
  'while every connection is taken the page has the rest, and sessions come back',
  async () => {
    const lock = (on: Store['read']) =>
      on.db.select({ lock: sql`pg_advisory_xact_lock(1)` }).from(on.tables.users).limit(1)
    const released = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const writing = store.write(async (on) => {
      await lock(on)
      locked.resolve()
      await released.promise
    })
    await locked.promise
    const reading = lock(store.read).execute()
    for (let scrapes = 0; scrapes < 3; scrapes++) {
      const page = await lines()
      expect(page).toContainEqual(expect.stringMatching(/^trellis_pool_waiting [1-3]$/))
      expect(page).not.toContainEqual(sessions)
    }
    released.resolve()
    await Promise.all([writing, reading])
    await expect.poll(() => lines()).toContainEqual('trellis_sessions 1')
  },
)

test('what the database refuses to count is left out', async () => {
  const closed = open()
  const own = new Registry()
  addGauges('trellis', own, closed, undefined)
  await expect.poll(() => lines(own)).toContainEqual(sessions)
  await closed.close()
  const page = await lines(own)
  expect(page).toContainEqual('trellis_writes_waiting 0')
  expect(page).not.toContainEqual(sessions)
})
