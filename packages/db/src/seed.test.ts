import { scryptSync } from 'node:crypto'
import { fold } from '@trellis/store'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { miscounted } from '../test/recount.ts'
import type { Store } from './database.ts'
import { type DemoComment, type DemoEmployee, loadDemo } from './demo.ts'
import { DEMO_PASSWORD } from './seed/password.ts'
import { type Seeded, seed } from './seed.ts'
import { createTestStore } from './testing.ts'

const demo = loadDemo()
const now = new Date('2026-06-01T12:00:00.000Z')

/** Every row of the database. */
async function everything({ read: { db, tables } }: Store) {
  return {
    users: await db.select().from(tables.users).orderBy(tables.users.id),
    profiles: await db.select().from(tables.profiles).orderBy(tables.profiles.id),
    accounts: await db.select().from(tables.accounts).orderBy(tables.accounts.id),
    categories: await db.select().from(tables.categories).orderBy(tables.categories.id),
    tags: await db.select().from(tables.tags).orderBy(tables.tags.id),
    posts: await db.select().from(tables.posts).orderBy(tables.posts.id),
    postTags: await db.select().from(tables.postTags).orderBy(tables.postTags.postId, tables.postTags.tagId),
    comments: await db.select().from(tables.comments).orderBy(tables.comments.id),
    likes: await db.select().from(tables.likes).orderBy(tables.likes.postId, tables.likes.userId),
    follows: await db.select().from(tables.follows).orderBy(tables.follows.followerId, tables.follows.followeeId),
    employees: await db.select().from(tables.employees).orderBy(tables.employees.id),
  }
}
const flatten = (comment: DemoComment): DemoComment[] => [comment, ...comment.replies.flatMap(flatten)]
const withReports = (employee: DemoEmployee): DemoEmployee[] => [employee, ...employee.reports.flatMap(withReports)]

/** A database without rows for one test. */
async function emptyStore(): Promise<Store> {
  const database = await createTestStore(inject('templates'), inject('dialect'))
  onTestFinished(database.remove)
  return database.store
}

describe('a database that was empty', () => {
  let database: Awaited<ReturnType<typeof createTestStore>>
  let result: Seeded
  let statements: number
  let rows: Awaited<ReturnType<typeof everything>>
  beforeAll(async () => {
    database = await createTestStore(inject('templates'), inject('dialect'))
    result = await seed(database.store, { now })
    statements = database.statements.length
    rows = await everything(database.store)
  })
  afterAll(() => database.remove())

  test('has the whole demo blog', () => {
    expect(result.seeded).toBe(true)
    expect(Object.fromEntries(Object.entries(rows).map(([table, all]) => [table, all.length]))).toEqual({
      users: demo.people.length,
      profiles: demo.people.length,
      accounts: demo.people.length,
      categories: demo.categories.length,
      tags: demo.tags.length,
      posts: demo.posts.length,
      postTags: demo.posts.flatMap((post) => post.tags).length,
      comments: demo.posts.flatMap((post) => post.comments.flatMap(flatten)).length,
      likes: Object.values(demo.likes).flat().length,
      follows: Object.values(demo.follows).flat().length,
      employees: demo.organization.flatMap(withReports).length,
    })
  })

  test('took a statement for each table and level, not for each row', () => {
    expect(statements).toBeLessThan(30)
  })

  test('has as user 1 the one to sign in as: an admin, with profile and posts', async () => {
    expect(result.signIn).toEqual({ username: 'ada', email: 'ada@example.com', password: DEMO_PASSWORD })
    const { db } = database.store.read
    const user = await db.query.users.findFirst({ where: { id: 1 }, with: { profile: true, posts: true } })
    expect(user).toMatchObject({ username: 'ada', role: 'admin', profile: { fullName: 'Ada Lindqvist' } })
    expect(user?.posts.length).toBeGreaterThan(3)
    expect(rows.users.filter(({ role }) => role === 'admin')).toHaveLength(1)
  })

  test('has a credential account for every author, with the demo password as better-auth hashes it', () => {
    const ids = rows.accounts.map(({ userId, accountId, providerId }) => ({ userId, accountId, providerId }))
    const expected = rows.users.map(({ id }) => ({ userId: id, accountId: String(id), providerId: 'credential' }))
    expect(ids.toSorted((a, b) => a.userId - b.userId)).toEqual(expected)
    for (const password of new Set(rows.accounts.map((account) => account.password))) {
      const [salt = '', key] = password?.split(':') ?? []
      const derived = scryptSync(DEMO_PASSWORD, salt, 64, { N: 16384, r: 16, p: 1, maxmem: 2 ** 26 })
      expect(derived.toString('hex')).toBe(key)
    }
  })

  test('has rows that agree with each other: counters, depths, keys, times', async () => {
    expect(await miscounted(database.store.read)).toEqual([])
    const { users, profiles, tags, categories, posts, postTags, comments, employees } = rows

    const publishedAt = new Map(posts.map((post) => [post.id, post.createdAt]))
    expect(postTags.filter((link) => link.postedAt !== publishedAt.get(link.postId))).toEqual([])

    const commentsById = new Map(comments.map((comment) => [comment.id, comment]))
    for (const comment of comments) {
      const parent = comment.parentId === null ? undefined : commentsById.get(comment.parentId)
      expect(comment.depth).toBe(parent ? parent.depth + 1 : 0)
      expect(comment.createdAt > (parent?.createdAt ?? publishedAt.get(comment.postId) ?? '')).toBe(true)
    }
    expect(comments.some((comment) => comment.depth === 3)).toBe(true)

    for (const user of users) expect([user.usernameKey, user.email]).toEqual([fold(user.username), fold(user.email)])
    for (const profile of profiles) expect(profile.fullNameKey).toBe(fold(profile.fullName))
    for (const row of [...tags, ...categories, ...employees]) expect(row.nameKey).toBe(fold(row.name))

    const times = Object.values(rows).flatMap((all) =>
      all.flatMap((row) => ('createdAt' in row ? [row.createdAt ?? now] : [])),
    )
    expect(times.filter((time) => new Date(time) > now)).toEqual([])
  })

  test('is not changed by seeding it again', async () => {
    expect(await seed(database.store)).toEqual({ ...result, seeded: false })
    expect(await everything(database.store)).toEqual(rows)
  })

  test('has the same rows as another that was seeded for the same moment', async () => {
    const other = await emptyStore()
    await seed(other, { now })
    expect(await everything(other)).toEqual(rows)
  })

  test('gives ids after those of the demo', async () => {
    const user = { username: 'n', usernameKey: 'n', email: 'n' }
    const [added] = await database.store.write(async ({ db, tables }) =>
      db.insert(tables.users).values(user).returning(),
    )
    expect(added?.id).toBe(demo.people.length + 1)
  })
})

test('three that seed at once make one blog', async () => {
  const store = await emptyStore()
  const results = await Promise.all([seed(store), seed(store), seed(store)])
  expect(results.map(({ seeded }) => seeded).sort()).toEqual([false, false, true])
  expect(await store.read.db.$count(store.read.tables.posts)).toBe(demo.posts.length)
})

test.each([
  ['user', async ({ db, tables }) => db.insert(tables.users).values({ username: 'a', usernameKey: 'a', email: 'a' })],
  ['employee', async ({ db, tables }) => db.insert(tables.employees).values({ name: 'a', nameKey: 'a' })],
] satisfies [string, Parameters<Store['write']>[0]][])('a database with one %s is left alone', async (_, add) => {
  const store = await emptyStore()
  await store.write(add)
  const before = await everything(store)
  expect(await seed(store)).toMatchObject({ seeded: false })
  expect(await everything(store)).toEqual(before)
})
