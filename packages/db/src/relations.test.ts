import { getColumns, getTableName } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { database as blog, type Store } from './database.ts'
import { createTestStore } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
  // Ids are 1, 2, 3 in the order of the rows.
  await store.write(async ({ db, tables: t }) => {
    const names = ['ada', 'bob', 'cleo']
    await db.insert(t.users).values(names.map((name) => ({ username: name, usernameKey: name, email: name })))
    await db.insert(t.profiles).values({ userId: 1, fullName: 'Ada', fullNameKey: 'ada' })
    await db.insert(t.categories).values({ name: 'News', nameKey: 'news' })
    await db.insert(t.tags).values(['x', 'y'].map((name) => ({ name, nameKey: name })))
    await db.insert(t.posts).values([
      { title: 'One', content: '', authorId: 1, categoryId: 1 },
      { title: 'Two', content: '', authorId: 1 },
    ])
    const postedAt = new Date(0).toISOString()
    await db.insert(t.postTags).values([1, 2].map((tagId) => ({ postId: 1, tagId, postedAt })))
    await db.insert(t.postTags).values({ postId: 2, tagId: 2, postedAt })
    await db.insert(t.comments).values({ postId: 1, authorId: 2, body: 'first' })
    await db.insert(t.comments).values({ postId: 1, authorId: 1, parentId: 1, depth: 1, body: 'reply' })
    await db.insert(t.likes).values({ postId: 1, userId: 2 })
    // Bob follows Ada; Ada follows Cleo.
    await db.insert(t.follows).values([
      { followerId: 2, followeeId: 1 },
      { followerId: 1, followeeId: 3 },
    ])
    await db.insert(t.employees).values({ name: 'boss', nameKey: 'boss' })
    await db.insert(t.employees).values(['p', 'q'].map((name) => ({ name, nameKey: name, managerId: 1 })))
  })
})
afterAll(() => database.remove())

const id = { columns: { id: true } } as const

describe('every relation reads in both directions', () => {
  test('one-to-one: a user and their profile', async () => {
    const { users, profiles } = store.read.db.query
    expect(await users.findMany({ ...id, orderBy: { id: 'asc' }, with: { profile: id } })).toEqual([
      { id: 1, profile: { id: 1 } },
      { id: 2, profile: null },
      { id: 3, profile: null },
    ])
    expect(await profiles.findFirst({ ...id, with: { user: id } })).toEqual({ id: 1, user: { id: 1 } })
  })

  test('one-to-many: an author and their posts, a category and its posts', async () => {
    const { users, posts, categories } = store.read.db.query
    const author = await users.findFirst({
      ...id,
      where: { id: 1 },
      with: { posts: { ...id, orderBy: { id: 'asc' } } },
    })
    expect(author).toEqual({ id: 1, posts: [{ id: 1 }, { id: 2 }] })
    expect(await posts.findMany({ ...id, orderBy: { id: 'asc' }, with: { author: id, category: id } })).toEqual([
      { id: 1, author: { id: 1 }, category: { id: 1 } },
      { id: 2, author: { id: 1 }, category: null },
    ])
    expect(await categories.findFirst({ ...id, with: { posts: id } })).toEqual({ id: 1, posts: [{ id: 1 }] })
  })

  test('many-to-many: posts and tags, posts and who likes them', async () => {
    const { users, posts, tags } = store.read.db.query
    const ordered = { ...id, orderBy: { id: 'asc' } } as const
    expect(await posts.findMany({ ...ordered, with: { tags: ordered, likedBy: id } })).toEqual([
      { id: 1, tags: [{ id: 1 }, { id: 2 }], likedBy: [{ id: 2 }] },
      { id: 2, tags: [{ id: 2 }], likedBy: [] },
    ])
    expect(await tags.findMany({ ...ordered, with: { posts: ordered } })).toEqual([
      { id: 1, posts: [{ id: 1 }] },
      { id: 2, posts: [{ id: 1 }, { id: 2 }] },
    ])
    const likers = await users.findMany({ ...ordered, with: { likedPosts: id } })
    expect(likers.map((user) => user.likedPosts)).toEqual([[], [{ id: 1 }], []])
  })

  test('self-referential, many-to-many: who follows whom', async () => {
    const users = await store.read.db.query.users.findMany({
      ...id,
      orderBy: { id: 'asc' },
      with: { followers: id, following: id },
    })
    expect(users).toEqual([
      { id: 1, followers: [{ id: 2 }], following: [{ id: 3 }] },
      { id: 2, followers: [], following: [{ id: 1 }] },
      { id: 3, followers: [{ id: 1 }], following: [] },
    ])
    const follow = await store.read.db.query.follows.findFirst({
      columns: {},
      where: { followerId: 2 },
      with: { follower: id, followee: id },
    })
    expect(follow).toEqual({ follower: { id: 2 }, followee: { id: 1 } })
  })

  test('self-referential, one-to-many: managers and subordinates, comments and replies', async () => {
    const { employees, comments, likes } = store.read.db.query
    const ordered = { ...id, orderBy: { id: 'asc' } } as const
    expect(await employees.findMany({ ...ordered, with: { manager: id, subordinates: ordered } })).toEqual([
      { id: 1, manager: null, subordinates: [{ id: 2 }, { id: 3 }] },
      { id: 2, manager: { id: 1 }, subordinates: [] },
      { id: 3, manager: { id: 1 }, subordinates: [] },
    ])
    const all = { parent: id, replies: id, author: id, post: id } as const
    expect(await comments.findMany({ ...ordered, with: all })).toEqual([
      { id: 1, parent: null, replies: [{ id: 2 }], author: { id: 2 }, post: { id: 1 } },
      { id: 2, parent: { id: 1 }, replies: [], author: { id: 1 }, post: { id: 1 } },
    ])
    const like = await likes.findFirst({ columns: {}, with: { post: id, user: id } })
    expect(like).toEqual({ post: { id: 1 }, user: { id: 2 } })
  })
})

test('a reply belongs to the post of its parent', async () => {
  const elsewhere = store.write(async ({ db, tables }) => {
    await db.insert(tables.comments).values({ postId: 2, authorId: 1, parentId: 1, depth: 1, body: 'elsewhere' })
  })
  expect(store.violation(await elsewhere.catch((error: unknown) => error))).toMatchObject({ kind: 'foreignKey' })
})

test('every foreign key has a relation', () => {
  const { foreignKeys, relations, tables } = blog.schema(inject('dialect'))
  const all = Object.values(relations).flatMap((table) => Object.values(table.relations))
  const related = all
    .flatMap(({ sourceColumns, targetColumns, through }) => [
      ...sourceColumns,
      ...targetColumns,
      ...(through?.source ?? []),
      ...(through?.target ?? []),
    ])
    .map(({ _: { tableName, key } }) => columnName(tables, tableName, key))
  const keys = foreignKeys.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`))
  const unrelated = keys.filter((key) => !related.includes(key))
  expect(unrelated).toEqual([])
})

/** The name that a declared column has in the database: `likes.post_id`. */
function columnName(tables: object, tableName: string, key: string): string {
  const table = Object.entries(tables).find(([name]) => name === tableName)?.[1]
  return `${getTableName(table)}.${getColumns(table)[key]?.name}`
}
