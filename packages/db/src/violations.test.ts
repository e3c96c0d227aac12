import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Connection, Store } from './database.ts'
import { createTestStore } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let userId: number
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
  userId = await store.write((connection) => addUser(connection, 'violator', 'violator@example.com'))
})
afterAll(() => database.remove())

async function addUser({ db, tables }: Connection, username: string, email: string): Promise<number> {
  const [user] = await db.insert(tables.users).values({ username, usernameKey: username, email }).returning()
  return user?.id ?? expect.fail('the insert returned no row')
}

/** The error of a write that a constraint refuses. */
const attempt = (work: (connection: Connection) => Promise<unknown>) =>
  store.write(work).then(
    () => expect.fail('no constraint refused it'),
    (error: unknown) => error,
  )

describe('violation', () => {
  test('a taken value is `unique` with table and column', async () => {
    const sameName = await attempt((connection) => addUser(connection, 'violator', 'other@example.com'))
    expect(store.violation(sameName)).toEqual({ kind: 'unique', columns: 'users.username_key' })
    const sameEmail = await attempt((connection) => addUser(connection, 'other', 'violator@example.com'))
    expect(store.violation(sameEmail)).toEqual({ kind: 'unique', columns: 'users.email' })
  })

  test('a taken pair is `unique` with both columns', async () => {
    const like = ({ db, tables }: Connection) => db.insert(tables.likes).values({ postId, userId })
    const postId = await store.write(async ({ db, tables }) => {
      const [post] = await db.insert(tables.posts).values({ authorId: userId, title: 'A', content: 'A' }).returning()
      return post?.id ?? expect.fail('the insert returned no row')
    })
    await store.write(async (connection) => like(connection))
    const error = await attempt(async (connection) => like(connection))
    expect(store.violation(error)).toEqual({ kind: 'unique', columns: 'likes.post_id, likes.user_id' })
  })

  test('a broken rule is `check` with its name', async () => {
    const error = await attempt(async ({ db, tables }) =>
      db.insert(tables.follows).values({ followerId: userId, followeeId: userId }),
    )
    expect(store.violation(error)).toEqual({ kind: 'check', constraint: 'follows_not_oneself' })
  })

  test('a missing parent is `foreignKey` with the column that refers to it, its table and its key', async () => {
    const post = { authorId: userId, title: 'A', content: 'A' }
    const inserted = await attempt(async ({ db, tables }) =>
      db.insert(tables.posts).values([post, { ...post, authorId: 999_999 }]),
    )
    const missing = { columns: 'posts.author_id', table: 'users', key: ['999999'] }
    expect(store.violation(inserted)).toEqual({ kind: 'foreignKey', missing })

    const updated = await attempt(async ({ db, tables }) => {
      const [found] = await db.insert(tables.posts).values(post).returning()
      const { id } = found ?? expect.fail('the insert returned no row')
      await db.update(tables.posts).set({ categoryId: 888_888 }).where(eq(tables.posts.id, id)).returning()
    })
    const category = { columns: 'posts.category_id', table: 'categories', key: ['888888'] }
    expect(store.violation(updated)).toEqual({ kind: 'foreignKey', missing: category })
  })

  test('a missing parent of a pair of columns has both values', async () => {
    const error = await attempt(async ({ db, tables }) => {
      const [post] = await db.insert(tables.posts).values({ authorId: userId, title: 'A', content: 'A' }).returning()
      const postId = post?.id ?? expect.fail('the insert returned no row')
      const comment = { postId, authorId: userId, body: 'A' }
      const [parent] = await db.insert(tables.comments).values(comment).returning()
      const parentId = (parent?.id ?? expect.fail('the insert returned no row')) + 1_000
      await db.insert(tables.comments).values([comment, { ...comment, parentId, depth: 1 }])
    })
    expect(store.violation(error)).toEqual({
      kind: 'foreignKey',
      missing: {
        columns: 'comments.parent_id, comments.post_id',
        table: 'comments',
        key: [expect.stringMatching(/^1\d{3}$/), expect.stringMatching(/^\d+$/)],
      },
    })
  })

  test('a parent that is still referred to is `foreignKey`', async () => {
    const error = await attempt(async ({ db, tables }) => {
      const [boss] = await db.insert(tables.employees).values({ name: 'A', nameKey: 'a' }).returning()
      await db.insert(tables.employees).values({ name: 'B', nameKey: 'b', managerId: boss?.id ?? null })
      await db.delete(tables.employees).where(sql`${tables.employees.managerId} is null`)
    })
    expect(store.violation(error)).toEqual({ kind: 'foreignKey', missing: undefined })
  })

  test('is found inside errors that have codes of their own', async () => {
    const cause = await attempt((connection) => addUser(connection, 'other', 'violator@example.com'))
    const wrapped = Object.assign(new Error('wrapped', { cause }), { code: 'INTERNAL_SERVER_ERROR' })
    expect(store.violation(wrapped)).toEqual({ kind: 'unique', columns: 'users.email' })
  })

  test.each([
    ['an error of ours', new Error('ours')],
    ['an error of the system', Object.assign(new Error('gone'), { code: 'ECONNRESET' })],
    ['no error at all', 'SQLITE_CONSTRAINT_UNIQUE'],
  ])('%s is none', (_, error) => {
    expect(store.violation(error)).toBeUndefined()
  })

  test('a statement that makes no sense is none', async () => {
    const error = await attempt(async ({ db }) => db.select({ a: sql`no_such_column` }).from(sql`users`))
    expect(store.violation(error)).toBeUndefined()
  })
})
