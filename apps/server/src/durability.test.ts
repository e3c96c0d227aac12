import { openStore } from '@trellis/db'
import { checkIntegrity } from '@trellis/db/testing'
import { inArray } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { asService, clientOf, setupDatabase, startProcess } from './testing.ts'

const KILLS = 20
const WRITERS = 16

const database = await setupDatabase()

test(`a server killed ${KILLS} times under concurrent writes has kept every acknowledged one`, async () => {
  const acknowledged: string[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    const server = await startProcess({ DATABASE_URL: database.url })
    const service = clientOf(server.url, asService)
    const before = acknowledged.length
    // Write until the connection breaks; kill when enough writes have been answered, whatever else is under way.
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; ; n++) {
        const name = `tag ${kill}.${writer}.${n}`
        const answered = await service.tags.create.mutate({ name }).then(
          () => true,
          () => false,
        )
        if (!answered) return
        acknowledged.push(name)
        if (acknowledged.length - before === 40 + 10 * kill) server.child.kill('SIGKILL')
      }
    })
    await Promise.all(writers)
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' })
  }

  const restarted = await startProcess({ DATABASE_URL: database.url })
  expect(await clientOf(restarted.url).tags.list.query({ limit: 1 })).toMatchObject({ items: [{}] })
  restarted.child.kill('SIGTERM')
  expect(await restarted.exited).toEqual({ code: 0, signal: null })

  const store = openStore({ url: database.url })
  const { db, tables } = store.read
  const kept = new Set<string>()
  for (let at = 0; at < acknowledged.length; at += 500) {
    const names = acknowledged.slice(at, at + 500)
    const rows = await db.select({ name: tables.tags.name }).from(tables.tags).where(inArray(tables.tags.name, names))
    for (const { name } of rows) kept.add(name)
  }
  await store.close()
  expect(acknowledged.length).toBeGreaterThan(KILLS * 40)
  expect(acknowledged.filter((name) => !kept.has(name))).toEqual([])
  expect(await checkIntegrity(database.url)).toEqual([])
}, 180_000)
