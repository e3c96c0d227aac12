import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { database as blog, openStore } from '@trellis/db'
import { createTestDatabase } from '@trellis/db/testing'
import { exportRows, importRows } from '@trellis/operations'
import { afterAll, expect, inject, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'trellis-export-'))
const databases = await Promise.all([0, 1].map(() => createTestDatabase(inject('templates'), inject('dialect'))))
afterAll(async () => {
  for (const database of databases) await database.remove()
  rmSync(folder, { recursive: true })
})

test('every row of a table that has more than one page and no id is exported once', async () => {
  const [from, to] = databases.map(({ url }) => openStore({ url }))
  if (!from || !to) throw new Error('Two databases are needed')
  try {
    await from.write(async ({ db, tables }) => {
      const name = (n: number) => ({ username: `u${n}`, usernameKey: `u${n}`, email: `${n}@example.com` })
      await db.insert(tables.users).values(Array.from({ length: 40 }, (_, n) => name(n)))
      const pairs = Array.from({ length: 40 * 40 }, (_, n) => ({
        followerId: (n % 40) + 1,
        followeeId: ((n / 40) | 0) + 1,
      }))
      await db.insert(tables.follows).values(pairs.filter(({ followerId, followeeId }) => followerId !== followeeId))
    })
    const file = join(folder, 'export.jsonl')
    const progress: number[] = []
    await exportRows(blog, databases[0]?.url ?? '', file, (done) => progress.push(done))
    await importRows(blog, databases[1]?.url ?? '', file)
    const rows = ({ read: { db, tables } }: typeof from) =>
      db.select().from(tables.follows).orderBy(tables.follows.followerId, tables.follows.followeeId)
    expect(await rows(to)).toEqual(await rows(from))
    expect(await rows(to)).toHaveLength(40 * 39)
    expect(progress.length).toBeGreaterThan(3)
  } finally {
    await from.close()
    await to.close()
  }
})
