import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineDatabase } from '@trellis/store'
import { testDatabases } from '@trellis/store/testing'
import { expect, inject, onTestFinished, test } from 'vitest'
import { database } from './database.ts'
import { derive } from './derived.ts'
import { relate } from './relations.ts'
import { defineTables } from './tables.ts'

test('a migration converts stored texts to NFC, and changes nothing else of them', async () => {
  const dialect = inject('dialect')
  const folder = mkdtempSync(join(tmpdir(), 'trellis-texts-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(database.schema(dialect).migrations, join(folder, dialect), {
    recursive: true,
    filter: (path) => !basename(path).endsWith('_texts_in_nfc'),
  })
  const migrations = pathToFileURL(folder)
  const earlier = defineDatabase({
    name: 'before_nfc',
    tables: defineTables,
    relations: relate,
    derived: derive,
    migrations,
  })
  const { url, remove } = await testDatabases(earlier).createTestDatabase(inject('templates'), dialect)
  onTestFinished(remove)
  const texts = [' cafe\u0301\r\n\tﬀ １ ', 'plain', 'café']
  const before = earlier.openStore({ url })
  await before.write(async ({ db, tables }) => {
    const [user] = await db.insert(tables.users).values({ username: 'ann', email: 'ann@example.com' }).returning()
    const authorId = user?.id ?? 0
    await db.insert(tables.profiles).values({ userId: authorId, fullName: 'Ann', bio: texts[0] })
    await db.insert(tables.posts).values(texts.map((content) => ({ title: 'Title', content, authorId })))
    await db.insert(tables.comments).values([{ postId: 1, authorId, body: texts[0] }, { postId: 1 }])
  })
  const read = async ({ read: { db, tables } }: typeof before) => ({
    posts: await db.select().from(tables.posts).orderBy(tables.posts.id),
    comments: await db.select().from(tables.comments).orderBy(tables.comments.id),
    profiles: await db.select().from(tables.profiles),
  })
  const rows = await read(before)
  await before.close()

  await database.migrate(url)
  const after = database.openStore({ url })
  onTestFinished(() => after.close())
  const inNfc = <Row extends object>(row: Row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? value.normalize() : value]),
    )
  expect(await read(after)).toEqual({
    posts: rows.posts.map(inNfc),
    comments: rows.comments.map(inNfc),
    profiles: rows.profiles.map(inNfc),
  })
  expect((await read(after)).posts[0]?.content).toBe(' café\r\n\tﬀ １ ')
  const { db, tables, expressions } = after.read
  const { id, title, content } = tables.posts
  const found = await db
    .select({ id })
    .from(tables.posts)
    .where(expressions.isAmong(id, expressions.matching([title, content], 'café')))
  expect(found.map((post) => post.id).sort()).toEqual([1, 3])
})
