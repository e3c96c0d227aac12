import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Store } from './database.ts'
import { createTestStore } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())

const moment = '2026-03-01T12:34:56.789Z'
const user = {
  username: 'Ada',
  usernameKey: 'ada',
  email: 'ada@example.com',
  emailVerified: true,
  role: 'admin',
  createdAt: moment,
  updatedAt: moment,
} as const

test('what is written is read back, on either engine the same', async () => {
  const written = await store.write(async ({ db, tables }) => {
    const [row] = await db.insert(tables.users).values(user).returning()
    return row
  })
  expect(written).toStrictEqual({
    ...user,
    id: 1,
    name: '',
    image: null,
    postCount: 0,
    followerCount: 0,
    followingCount: 0,
    version: 1,
  })
  const { db, tables } = store.read
  expect(await db.select().from(tables.users)).toStrictEqual([written])
})

test('a relational query reads the same values, at the top and nested', async () => {
  await store.write(async ({ db, tables }) => {
    await db
      .insert(tables.posts)
      .values({ title: 'A', content: 'A', authorId: 1, createdAt: moment, updatedAt: moment })
    await db.insert(tables.tags).values({ name: 'T', nameKey: 't', createdAt: moment })
    await db.insert(tables.postTags).values({ postId: 1, tagId: 1, postedAt: moment })
  })
  const { db, tables } = store.read
  const [author] = await db.select().from(tables.users)
  const [tag] = await db.select().from(tables.tags)
  const [post] = await db.query.posts.findMany({ with: { author: true, tags: true, category: true } })
  expect(post).toStrictEqual({
    id: 1,
    title: 'A',
    content: 'A',
    authorId: 1,
    categoryId: null,
    externalId: null,
    likeCount: 0,
    commentCount: 0,
    version: 1,
    createdAt: moment,
    updatedAt: moment,
    author,
    tags: [tag],
    category: null,
  })
  const [user] = await db.query.users.findMany({ with: { posts: { with: { author: true } } } })
  expect(user?.posts[0]?.author).toStrictEqual(author)
})

test('sign-in gets its moments as dates', async () => {
  const dates = { createdAt: new Date(moment), updatedAt: new Date(moment), expiresAt: new Date(moment) }
  const session = await store.write(async ({ db, tables }) => {
    await db.insert(tables.sessions).values({ token: 't', userId: 1, ...dates })
    return db.query.sessions.findFirst({ with: { user: true } })
  })
  expect(session).toStrictEqual({
    id: 1,
    token: 't',
    userId: 1,
    ipAddress: null,
    userAgent: null,
    ...dates,
    user: expect.objectContaining({ id: 1, role: 'admin', emailVerified: true, createdAt: moment }),
  })
})

test('ids and numbers beyond 32 bits are kept', async () => {
  const id = 2 ** 40
  const rows = await store.write(async ({ db, tables }) => {
    await db.insert(tables.employees).values({ id, name: 'A', nameKey: 'a' })
    await db.insert(tables.employees).values({ id: id + 1, name: 'B', nameKey: 'b', managerId: id })
    await db.insert(tables.rateLimits).values({ key: 'k', count: 1, resetAt: id })
    return [
      await db.query.employees.findFirst({ where: { id: id + 1 }, with: { manager: true } }),
      await db.select().from(tables.rateLimits),
    ]
  })
  expect(rows).toEqual([
    expect.objectContaining({ id: id + 1, managerId: id, manager: expect.objectContaining({ id }) }),
    [{ key: 'k', count: 1, resetAt: id }],
  ])
})

describe('instants', () => {
  test.each([
    ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['2026-03-01T12:34:56+02:00', '2026-03-01T10:34:56.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['0001-01-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is read as %s', async (createdAt, read) => {
    const { db, tables } = store.read
    const found = await store.write(async ({ db, tables }) => {
      const [tag] = await db.insert(tables.tags).values({ name: createdAt, createdAt }).returning()
      return tag
    })
    expect(found?.createdAt).toBe(read)
    expect(await db.select().from(tables.tags).where(eq(tables.tags.createdAt, createdAt))).toEqual([found])
  })

  test('are set when a row is made, and updatedAt when it changes', async () => {
    const before = new Date().toISOString()
    const changed = await store.write(async ({ db, tables }) => {
      const old = { ...user, username: 'B', usernameKey: 'b', email: 'b', createdAt: moment, updatedAt: moment }
      await db.insert(tables.users).values(old)
      const [row] = await db
        .update(tables.users)
        .set({ name: 'B' })
        .where(eq(tables.users.usernameKey, 'b'))
        .returning()
      return row
    })
    expect(changed?.createdAt).toBe(moment)
    expect((changed?.updatedAt ?? '') >= before).toBe(true)
  })
})
