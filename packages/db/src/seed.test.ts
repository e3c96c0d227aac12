import { scryptSync } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { miscounted } from '../test/recount.ts'
import {
  type DemoComment,
  type DemoEmployee,
  demoAuthors,
  demoCategories,
  demoFollows,
  demoLikes,
  demoOrganization,
  demoPosts,
  demoTags,
  demoThreads,
} from './demo/index.ts'
import { fold } from './fold.ts'
import { DEMO_PASSWORD, seed } from './seed.ts'
import type { Store } from './store.ts'
import { createTestStore } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeEach(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterEach(() => database.remove())

const now = new Date('2026-06-01T12:00:00.000Z')

/** Every row there is. */
async function everything({ read: { db, tables } }: Store = store) {
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
const flatten = (comment: DemoComment): DemoComment[] => [comment, ...(comment.replies ?? []).flatMap(flatten)]
const withReports = (employee: DemoEmployee): DemoEmployee[] => [
  employee,
  ...(employee.reports ?? []).flatMap(withReports),
]
const counts = (rows: object) => Object.fromEntries(Object.entries(rows).map(([table, all]) => [table, all.length]))

test('an empty database gets the whole demo blog, and says how to sign in', async () => {
  expect(await seed(store)).toEqual({
    seeded: true,
    signIn: { username: 'ada', email: 'ada@example.com', password: DEMO_PASSWORD },
  })
  expect(counts(await everything())).toEqual({
    users: demoAuthors.length,
    profiles: demoAuthors.length,
    accounts: demoAuthors.length,
    categories: demoCategories.length,
    tags: demoTags.length,
    posts: demoPosts.length,
    postTags: demoPosts.flatMap((post) => post.tags).length,
    comments: demoThreads.flatMap(flatten).length,
    likes: Object.values(demoLikes).flat().length,
    follows: Object.values(demoFollows).flat().length,
    employees: demoOrganization.flatMap(withReports).length,
  })
})

test('the one to sign in as is user 1 and an admin, with profile and posts; the others are users', async () => {
  await seed(store)
  const { db } = store.read
  const user = await db.query.users.findFirst({ where: { id: 1 }, with: { profile: true, posts: true } })
  expect(user).toMatchObject({ username: 'ada', role: 'admin', profile: { fullName: 'Ada Lindqvist' } })
  expect(user?.posts.length).toBeGreaterThan(3)
  expect(await db.query.users.findMany({ where: { role: 'admin' } })).toHaveLength(1)
})

test('seeding again changes nothing', async () => {
  await seed(store, { now })
  const before = await everything()
  expect(await seed(store)).toMatchObject({ seeded: false, signIn: { username: 'ada' } })
  expect(await everything()).toEqual(before)
})

test('two that seed at once make one blog', async () => {
  const results = await Promise.all([seed(store), seed(store), seed(store)])
  expect(results.map(({ seeded }) => seeded).sort()).toEqual([false, false, true])
  expect(await store.read.db.$count(store.read.tables.posts)).toBe(demoPosts.length)
})

test.each([
  ['user', async ({ db, tables }) => db.insert(tables.users).values({ username: 'a', usernameKey: 'a', email: 'a' })],
  ['employee', async ({ db, tables }) => db.insert(tables.employees).values({ name: 'a', nameKey: 'a' })],
] satisfies [string, Parameters<Store['write']>[0]][])('a database with one %s is left alone', async (_, add) => {
  await store.write(add)
  const before = await everything()
  expect(await seed(store)).toMatchObject({ seeded: false })
  expect(await everything()).toEqual(before)
})

test('the same moment gives the same rows', async () => {
  const other = await createTestStore(inject('templates'), inject('dialect'))
  await seed(store, { now })
  await seed(other.store, { now })
  const rows = await everything()
  expect(await everything(other.store)).toEqual(rows)
  await other.remove()

  const times = Object.values(rows).flatMap((all) => all.flatMap((row) => ('createdAt' in row ? [row.createdAt] : [])))
  expect(times.every((time) => new Date(time) <= now)).toBe(true)
})

test('every author has a credential account, with the demo password as better-auth hashes it', async () => {
  await seed(store)
  const { users, accounts } = await everything()
  const ids = accounts.map(({ userId, accountId, providerId }) => ({ userId, accountId, providerId }))
  const expected = users.map(({ id }) => ({ userId: id, accountId: String(id), providerId: 'credential' }))
  expect(ids.toSorted((a, b) => a.userId - b.userId)).toEqual(expected)
  for (const password of new Set(accounts.map((account) => account.password))) {
    const [salt = '', key] = password?.split(':') ?? []
    expect(scryptSync(DEMO_PASSWORD, salt, 64, { N: 16384, r: 16, p: 1, maxmem: 2 ** 26 }).toString('hex')).toBe(key)
  }
})

test('another password hash may be given', async () => {
  await seed(store, { passwordHash: 'salt:hash' })
  const { accounts } = await everything()
  expect(new Set(accounts.map(({ password }) => password))).toEqual(new Set(['salt:hash']))
})

test('rows agree with each other: counters, depths, keys, times', async () => {
  await seed(store, { now })
  expect(await miscounted(store.read)).toEqual([])
  const { users, profiles, tags, categories, posts, postTags, comments, employees } = await everything()

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
})

test('new rows come after the seeded ones', async () => {
  await seed(store)
  const id = await store.write(async ({ db, tables }) => {
    const [user] = await db.insert(tables.users).values({ username: 'n', usernameKey: 'n', email: 'n' }).returning()
    return user?.id
  })
  expect(id).toBe(demoAuthors.length + 1)
})

test('takes a statement for each table and level, not for each row', async () => {
  await seed(store)
  expect(database.statements.length).toBeLessThan(30)
  expect(await store.read.db.select({ n: sql<number>`count(*)`.mapWith(Number) }).from(sql`comments`)).not.toEqual([
    { n: 0 },
  ])
})
