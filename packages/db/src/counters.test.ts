import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { miscounted } from '../test/recount.ts'
import type { Connection, Store } from './database.ts'
import { MAX_THREAD_DEPTH } from './tables.ts'
import { createTestStore } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())

/** Ids of the table's rows, from the nth on, going round. */
async function pick({ db }: Connection, table: string, n: number): Promise<number[]> {
  const rows = await db
    .select({ id: sql<number>`id`.mapWith(Number) })
    .from(sql.raw(table))
    .orderBy(sql`id`)
  const ids = rows.map((row) => row.id)
  const from = n % Math.max(ids.length, 1)
  return [...ids.slice(from), ...ids.slice(0, from)]
}

let names = 0
const name = () => `name-${names++}`
const post = { title: 'A', content: 'A' }

/** What may happen to the rows that are counted. `a` and `b` pick those it happens to. */
const steps: Record<string, (on: Connection, a: number, b: number) => Promise<unknown>> = {
  'add users': async ({ db, tables }, a) => {
    const keys = Array.from({ length: 1 + (a % 3) }, name)
    await db.insert(tables.users).values(keys.map((key) => ({ username: key, email: key })))
  },
  'add a category': async ({ db, tables }) => db.insert(tables.categories).values({ name: name() }),
  'add a tag': async ({ db, tables }) => db.insert(tables.tags).values({ name: name() }),
  'add posts': async (on, a, b) => {
    const authors = (await pick(on, 'users', a)).slice(0, 2)
    const [category = null] = b % 4 > 0 ? await pick(on, 'categories', b) : []
    const rows = authors.map((authorId) => ({ ...post, authorId, categoryId: category }))
    if (rows.length > 0) await on.db.insert(on.tables.posts).values([...rows, ...rows])
  },
  'tag posts': async (on, a, b) => {
    const [tagId] = await pick(on, 'tags', a)
    const posts = (await pick(on, 'posts', b)).slice(0, 3)
    if (!tagId || posts.length === 0) return
    const rows = posts.map((postId) => ({ postId, tagId, postedAt: new Date(0).toISOString() }))
    await on.db.insert(on.tables.postTags).values(rows).onConflictDoNothing()
  },
  'comment on a post': async (on, a, b) => {
    const [authorId] = await pick(on, 'users', a)
    const [postId] = await pick(on, 'posts', b)
    if (authorId && postId) await on.db.insert(on.tables.comments).values({ postId, authorId, body: 'A' })
  },
  'reply twice': async (on, a, b) => {
    const [authorId] = await pick(on, 'users', a)
    const [parentId] = await pick(on, 'comments', b)
    const { comments } = on.tables
    const [parent] = await on.db
      .select()
      .from(comments)
      .where(eq(comments.id, parentId ?? 0))
    if (!authorId || !parent) return
    const reply = { postId: parent.postId, authorId, parentId: parent.id, depth: parent.depth + 1, body: 'A' }
    await on.db.insert(comments).values([reply, reply])
  },
  'like a post': async (on, a, b) => {
    const [postId] = await pick(on, 'posts', a)
    const rows = (await pick(on, 'users', b)).slice(0, 2).map((userId) => ({ postId: postId ?? 0, userId }))
    if (postId && rows.length > 0) await on.db.insert(on.tables.likes).values(rows).onConflictDoNothing()
  },
  'follow everybody': async (on, a) => {
    const [followerId = 0, ...others] = await pick(on, 'users', a)
    const rows = others.map((followeeId) => ({ followerId, followeeId }))
    if (rows.length > 0) await on.db.insert(on.tables.follows).values(rows).onConflictDoNothing()
  },
  'move a post to another author': async (on, a, b) => {
    const [id = 0] = await pick(on, 'posts', a)
    const [authorId] = await pick(on, 'users', b)
    if (authorId) await on.db.update(on.tables.posts).set({ authorId }).where(eq(on.tables.posts.id, id))
  },
  'move a post to another category, or to none': async (on, a, b) => {
    const [id = 0] = await pick(on, 'posts', a)
    const [categoryId = null] = b % 3 > 0 ? await pick(on, 'categories', b) : []
    await on.db.update(on.tables.posts).set({ categoryId }).where(eq(on.tables.posts.id, id))
  },
  'give all posts to one author': async (on, a) => {
    const [authorId] = await pick(on, 'users', a)
    if (authorId) await on.db.update(on.tables.posts).set({ authorId })
  },
  'move the links of a tag to another tag': async (on, a, b) => {
    const { postTags } = on.tables
    const [from = 0] = await pick(on, 'tags', a)
    const [to = 0] = await pick(on, 'tags', b)
    if (from === to) return
    await on.db.delete(postTags).where(eq(postTags.tagId, to))
    await on.db.update(postTags).set({ tagId: to }).where(eq(postTags.tagId, from))
  },
  'change when posts were written': async (on, a, b) => {
    const createdAt = new Date(a * 1000 + b).toISOString()
    await on.db
      .update(on.tables.posts)
      .set({ createdAt })
      .where(sql`${on.tables.posts.id} % 3 = ${b % 3}`)
  },
  'unlike, unfollow and untag some': async (on, a, b) => {
    const { likes, follows, postTags } = on.tables
    const [user = 0] = await pick(on, 'users', a)
    await on.db.delete(likes).where(eq(likes.userId, user))
    await on.db.delete(follows).where(eq(follows.followeeId, user))
    await on.db.delete(postTags).where(sql`${postTags.postId} % 3 = ${b % 3}`)
  },
  'delete a user': (on, a) => deleteSome(on, 'users', a, 1),
  'delete posts': (on, a) => deleteSome(on, 'posts', a, 2),
  'make tombstones of comments': async (on, a) => {
    const ids = (await pick(on, 'comments', a)).slice(0, 2)
    await on.db
      .update(on.tables.comments)
      .set({ authorId: null })
      .where(sql`id in ${[0, ...ids]}`)
  },
  'delete comments': async (on, a) => {
    const ids = (await pick(on, 'comments', a)).slice(0, 3)
    const { comments } = on.tables
    const free = sql`id not in (select parent_id from comments where parent_id is not null)`
    await on.db.delete(comments).where(sql`id in ${[0, ...ids]} and ${free}`)
  },
  'delete a category': (on, a) => deleteSome(on, 'categories', a, 1),
  'delete a tag': (on, a) => deleteSome(on, 'tags', a, 1),
}

type Deletable = 'users' | 'posts' | 'categories' | 'tags'
async function deleteSome(on: Connection, table: Deletable, n: number, howMany: number): Promise<void> {
  const ids = (await pick(on, table, n)).slice(0, howMany)
  await on.db.delete(on.tables[table]).where(sql`id in ${[0, ...ids]}`)
}

/** Thrown to leave no rows behind. */
class Enough extends Error {}
const undone = (work: (on: Connection) => Promise<void>) =>
  store
    .write(async (on) => {
      await work(on)
      throw new Enough()
    })
    .catch((error) => {
      if (!(error instanceof Enough)) throw error
    })

const step = fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.nat(30), fc.nat(30))
/** Something to begin with, so that most steps find rows. */
const beginning = [
  'add users',
  'add users',
  'add a category',
  'add a tag',
  'add posts',
  'tag posts',
  'comment on a post',
]

test('counters and copies equal a recount after any sequence of inserts, updates and deletes', async () => {
  const taken = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30 }), (sequence) =>
      undone(async (on) => {
        for (const first of beginning) await steps[first]?.(on, 2, 1)
        for (const [title, a, b] of sequence) {
          taken.add(title)
          await steps[title]?.(on, a, b)
        }
        expect(await miscounted(on)).toEqual([])
      }),
    ),
    { seed: 42, numRuns: 40 },
  )
  expect(taken.size).toBe(Object.keys(steps).length)
})

test('the recount finds a counter that is wrong', async () => {
  await undone(async (on) => {
    await steps['add users']?.(on, 2, 0)
    await on.db.update(on.tables.users).set({ followerCount: 1 }).where(sql`id = (select min(id) from users)`)
    expect(await miscounted(on)).toEqual([{ user: expect.any(Number), stored: '0/1/0', counted: '0/0/0' }])
  })
})

test('a thread as deep as threads may go is deleted with its post', async () => {
  await undone(async (on) => {
    const { posts, comments } = on.tables
    await steps['add users']?.(on, 0, 0)
    const [authorId = 0] = await pick(on, 'users', 0)
    const [{ id: postId } = { id: 0 }] = await on.db
      .insert(posts)
      .values({ ...post, authorId })
      .returning()
    let parentId: number | null = null
    for (let depth = 0; depth <= MAX_THREAD_DEPTH; depth++) {
      await on.db.insert(comments).values({ postId, authorId, parentId, depth, body: 'A' })
      parentId = (await pick(on, 'comments', depth))[0] ?? null
    }
    expect(await miscounted(on)).toEqual([])
    await on.db.delete(posts).where(eq(posts.id, postId))
    expect(await on.db.$count(comments)).toBe(0)
  })
})
