import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { setupApi, unlessRefused } from '../src/testing.ts'

const api = await setupApi()
const { db, tables } = api.store.read
const call = api.service

const tally = (keys: (number | null)[]) => {
  const counts = new Map<number | null, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return (key: number) => counts.get(key) ?? 0
}

/** Every counter, and the count of its rows. */
async function counters() {
  const [users, posts, comments, likes, follows, tags, links, categories] = [
    await db.select().from(tables.users),
    await db.select().from(tables.posts),
    await db.select().from(tables.comments),
    await db.select().from(tables.likes),
    await db.select().from(tables.follows),
    await db.select().from(tables.tags),
    await db.select().from(tables.postTags),
    await db.select().from(tables.categories),
  ]
  const published = posts.filter(({ createdAt }) => createdAt !== null)
  const isPublished = new Set(published.map(({ id }) => id))
  const postsOf = tally(published.map((post) => post.authorId))
  const followersOf = tally(follows.map((follow) => follow.followeeId))
  const followedBy = tally(follows.map((follow) => follow.followerId))
  const likesOf = tally(likes.map((like) => like.postId))
  const alive = comments.filter(({ authorId }) => authorId !== null)
  const commentsOf = tally(alive.map((comment) => comment.postId))
  const repliesTo = tally(alive.map((comment) => comment.parentId))
  const taggedWith = tally(links.filter(({ postId }) => isPublished.has(postId)).map((link) => link.tagId))
  const filedUnder = tally(published.map((post) => post.categoryId))
  const parents = new Set(comments.map(({ parentId }) => parentId))
  const unneeded = comments.filter(({ id, authorId, body }) => authorId === null && (body !== null || !parents.has(id)))
  expect(unneeded).toEqual([])
  return {
    kept: [
      users.map((user) => [user.id, user.postCount, user.followerCount, user.followingCount]),
      posts.map((post) => [post.id, post.likeCount, post.commentCount]),
      comments.map((comment) => [comment.id, comment.replyCount]),
      tags.map((tag) => [tag.id, tag.postCount]),
      categories.map((category) => [category.id, category.postCount]),
    ],
    counted: [
      users.map(({ id }) => [id, postsOf(id), followersOf(id), followedBy(id)]),
      posts.map(({ id }) => [id, likesOf(id), commentsOf(id)]),
      comments.map(({ id }) => [id, repliesTo(id)]),
      tags.map(({ id }) => [id, taggedWith(id)]),
      categories.map(({ id }) => [id, filedUnder(id)]),
    ],
  }
}

/** The ids of all rows of a table, from which the calls pick. */
type Nouns = 'users' | 'posts' | 'comments' | 'tags' | 'categories'
async function idsOf(noun: Nouns): Promise<number[]> {
  const table = tables[noun]
  return (await db.select({ id: table.id }).from(table).orderBy(table.id)).map((row) => row.id)
}

let unique = 0
type Pick = (noun: Nouns, nth: number) => number
/** Each takes two numbers that select rows. */
const acts: ((pick: Pick, a: number, b: number) => Promise<unknown>)[] = [
  () => call.users.create({ username: `u${++unique}`, email: `u${unique}@example.com` }),
  (pick, a, b) =>
    call.posts.create({
      title: 'T',
      content: 'C',
      authorId: pick('users', a),
      draft: b % 3 === 0,
      category: { connectOrCreate: { name: `c${a % 3}` } },
      tags: { connectOrCreate: [{ name: `t${b % 4}` }, { name: `t${a % 4}` }] },
    }),
  (pick, a, b) => call.comments.create({ postId: pick('posts', a), authorId: pick('users', b), body: 'B' }),
  async (pick, a, b) => {
    const parentId = pick('comments', a)
    const [parent] = await db.query.comments.findMany({ where: { id: parentId } })
    const reply = { parentId, postId: parent?.postId ?? 1, authorId: pick('users', b), body: 'B' }
    return call.comments.create(reply)
  },
  (pick, a, b) => call.likes.like({ postId: pick('posts', a), userId: pick('users', b) }),
  (pick, a, b) => call.likes.unlike({ postId: pick('posts', a), userId: pick('users', b) }),
  (pick, a, b) => call.follows.follow({ userId: pick('users', a), followerId: pick('users', b) }),
  (pick, a, b) => call.follows.unfollow({ userId: pick('users', a), followerId: pick('users', b) }),
  (pick, a, b) => call.posts.addTag({ postId: pick('posts', a), tagId: pick('tags', b) }),
  (pick, a, b) => call.posts.removeTag({ postId: pick('posts', a), tagId: pick('tags', b) }),
  (pick, a, b) =>
    call.posts.update({
      id: pick('posts', a),
      category: { connect: { id: pick('categories', b) } },
      tags: { set: [] },
    }),
  (pick, a) => call.posts.update({ id: pick('posts', a), category: { disconnect: true } }),
  (pick, a) => call.posts.unpublish({ id: pick('posts', a) }),
  (pick, a) => call.posts.publish({ id: pick('posts', a) }),
]
const deletions: typeof acts = [
  (pick, a) => call.users.delete({ id: pick('users', a) }),
  (pick, a, b) => call.users.delete({ id: pick('users', a), posts: { reassignTo: pick('users', b) } }),
  (pick, a) => call.users.delete({ id: pick('users', a), posts: 'restrict' }),
  (pick, a) => call.posts.delete({ id: pick('posts', a) }),
  (pick, a) => call.comments.delete({ id: pick('comments', a) }),
  (pick, a, b) => call.tags.merge({ id: pick('tags', a), into: pick('tags', b) }),
  (pick, a) => call.tags.delete({ id: pick('tags', a) }),
  (pick, a) => call.categories.delete({ id: pick('categories', a) }),
  (pick, a, b) => call.categories.delete({ id: pick('categories', a), posts: { moveTo: pick('categories', b) } }),
]

/** More than there are connections to PostgreSQL. */
const AT_ONCE = 15

const oneOf = (from: typeof acts) => fc.tuple(fc.constantFrom(...from), fc.nat(20), fc.nat(20))
const sequence = fc.array(fc.oneof({ weight: 5, arbitrary: oneOf(acts) }, { weight: 1, arbitrary: oneOf(deletions) }), {
  minLength: 20,
  maxLength: 60,
})

async function picker(): Promise<Pick> {
  const nouns = ['users', 'posts', 'comments', 'tags', 'categories'] as const
  const ids = new Map<Nouns, number[]>()
  for (const noun of nouns) ids.set(noun, await idsOf(noun))
  return (noun, nth) => {
    const all = ids.get(noun) ?? []
    return all[nth % Math.max(1, all.length)] ?? 1
  }
}

describe('every counter equals a recount', () => {
  test('after any sequence of calls', async () => {
    const property = fc.asyncProperty(sequence, async (calls) => {
      for (const [act, a, b] of calls) await unlessRefused(act(await picker(), a, b))
      const { kept, counted } = await counters()
      expect(kept).toEqual(counted)
    })
    await fc.assert(property, { seed: 19, numRuns: 8 })
  })

  test('also after concurrent calls', async () => {
    const property = fc.asyncProperty(sequence, async (calls) => {
      for (let start = 0; start < calls.length; start += AT_ONCE) {
        const pick = await picker()
        const together = calls.slice(start, start + AT_ONCE)
        await Promise.all(together.map(([act, a, b]) => unlessRefused(act(pick, a, b))))
      }
      const { kept, counted } = await counters()
      expect(kept).toEqual(counted)
    })
    await fc.assert(property, { seed: 23, numRuns: 8 })
  })
})
