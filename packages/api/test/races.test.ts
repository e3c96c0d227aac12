import { AsyncLocalStorage } from 'node:async_hooks'
import { miscounts, openStore } from '@trellis/db'
import { overlapWrites } from '@trellis/db/testing'
import { describeError } from '@trellis/rpc/errors'
import { TRPCError } from '@trpc/server'
import { afterAll, describe, expect, test } from 'vitest'
import { callAt, setupApi } from '../src/testing.ts'
import { fresh } from './authorization/world.ts'

const api = await setupApi()
await overlapWrites(api.url)

/** What a transaction failed with that is neither a refusal nor a constraint: a deadlock, or a wait that took too long. */
const failures: string[] = []
/**
 * A deletion locks a row before the rows that refer to it, and other calls lock them the other way round. A deadlock of such a
 * call is resolved by running one of the two again.
 */
const cascades = ['deletePost', 'deleteUser', 'reassign']
/** The calls that run at the same time. */
const pair = new AsyncLocalStorage<string>()
const store = openStore({
  url: api.url,
  lockTimeout: 60_000,
  observer: {
    statement: () => {},
    commit: () => {},
    transaction: (work, run) =>
      run((on) =>
        work(on).catch((error: unknown) => {
          const isRefusal = error instanceof TRPCError && describeError(error).reason !== null
          if (!isRefusal && !store.violation(error) && !cascades.some((name) => pair.getStore()?.includes(name)))
            failures.push(`${pair.getStore()}: ${error instanceof TRPCError ? error.cause : error}`)
          throw error
        }),
      ),
  },
})
afterAll(() => store.close())
const service = api.call({ kind: 'service', name: 'racers' }, [store])

/** Rows of each kind that belong together. Procedures of two sides lock the rows of both. */
interface Side {
  user: number
  post: number
  tag: number
  category: number
  comment: number
  employee: number
}

/** The rows of pairs of sides that refer to each other, in a few statements: the calls under test are the slow part. */
function newPairs(count: number): Promise<[Side, Side][]> {
  const moment = new Date().toISOString()
  const names = Array.from({ length: count * 2 }, () => fresh('side'))
  return store.write(async ({ db, tables }) => {
    const ids = async (insertion: PromiseLike<{ id: number }[]>) => (await insertion).map(({ id }) => id)
    const named = names.map((name) => ({ name, nameKey: name }))
    const columns = {
      user: await ids(
        db
          .insert(tables.users)
          .values(names.map((name) => ({ username: name, usernameKey: name, email: `${name}@example.com` })))
          .returning(),
      ),
      tag: await ids(db.insert(tables.tags).values(named).returning()),
      category: await ids(db.insert(tables.categories).values(named).returning()),
      employee: await ids(db.insert(tables.employees).values(named).returning()),
    }
    const at = (column: number[], index: number) => column[index] ?? expect.fail('a row is missing')
    const post = await ids(
      db
        .insert(tables.posts)
        .values(
          names.map((_, index) => ({
            title: 'Title',
            content: 'Content',
            authorId: at(columns.user, index),
            categoryId: at(columns.category, index),
          })),
        )
        .returning(),
    )
    const comment = await ids(
      db
        .insert(tables.comments)
        .values(names.map((_, index) => ({ postId: at(post, index), body: 'Body', authorId: at(columns.user, index) })))
        .returning(),
    )
    const sides = names.map(
      (_, index): Side => ({
        user: at(columns.user, index),
        post: at(post, index),
        tag: at(columns.tag, index),
        category: at(columns.category, index),
        comment: at(comment, index),
        employee: at(columns.employee, index),
      }),
    )
    const pairs = Array.from({ length: count }, (_, index): [Side, Side] => [
      sides[index * 2] ?? expect.fail('a side is missing'),
      sides[index * 2 + 1] ?? expect.fail('a side is missing'),
    ])
    const directions = pairs.flatMap(([one, other]) => [
      { from: one, to: other },
      { from: other, to: one },
    ])
    await db
      .insert(tables.postTags)
      .values(sides.map((side) => ({ postId: side.post, tagId: side.tag, postedAt: moment })))
    await db.insert(tables.comments).values(
      directions.map(({ from, to }) => ({
        postId: to.post,
        parentId: to.comment,
        depth: 1,
        body: 'Reply',
        authorId: from.user,
      })),
    )
    await db.insert(tables.likes).values(sides.map((side) => ({ postId: side.post, userId: side.user })))
    await db
      .insert(tables.follows)
      .values(directions.map(({ from, to }) => ({ followerId: from.user, followeeId: to.user })))
    await db
      .insert(tables.employees)
      .values(pairs.map(([one]) => ({ name: 'Report', nameKey: 'report', managerId: one.employee })))
    return pairs
  })
}

/** The calls that lock rows of one side, or of both in the order of their arguments. */
const calls: Record<string, (one: Side, other: Side) => [procedure: string, input: object]> = {
  merge: (one, other) => ['tags.merge', { id: one.tag, into: other.tag }],
  deleteTag: (one) => ['tags.delete', { id: one.tag }],
  addTag: (one, other) => ['posts.addTag', { postId: one.post, tagId: other.tag }],
  removeTag: (one) => ['posts.removeTag', { postId: one.post, tagId: one.tag }],
  setTags: (one, other) => ['posts.update', { id: one.post, tags: { set: [{ id: other.tag }, { id: one.tag }] } }],
  setCategory: (one, other) => ['posts.update', { id: one.post, category: { connect: { id: other.category } } }],
  write: (one, other) => [
    'posts.create',
    {
      title: 'Title',
      content: 'Content',
      authorId: one.user,
      category: { connect: { id: other.category } },
      tags: { connect: [{ id: one.tag }, { id: other.tag }] },
    },
  ],
  deletePost: (one) => ['posts.delete', { id: one.post }],
  moveCategory: (one, other) => ['categories.delete', { id: one.category, posts: { moveTo: other.category } }],
  deleteCategory: (one) => ['categories.delete', { id: one.category }],
  reassign: (one, other) => ['users.delete', { id: one.user, posts: { reassignTo: other.user } }],
  deleteUser: (one) => ['users.delete', { id: one.user }],
  promote: (one) => ['users.setRole', { id: one.user, role: 'admin' }],
  rename: (one) => ['users.update', { id: one.user, username: fresh('renamed') }],
  addProfile: (one) => ['profiles.create', { userId: one.user, fullName: 'Name' }],
  reply: (one, other) => [
    'comments.create',
    { postId: other.post, parentId: other.comment, body: 'Body', authorId: one.user },
  ],
  deleteComment: (one) => ['comments.delete', { id: one.comment }],
  like: (one, other) => ['likes.like', { postId: other.post, userId: one.user }],
  unlike: (one) => ['likes.unlike', { postId: one.post, userId: one.user }],
  follow: (one, other) => ['follows.follow', { userId: other.user, followerId: one.user }],
  unfollow: (one, other) => ['follows.unfollow', { userId: other.user, followerId: one.user }],
  hire: (one) => ['employees.create', { name: 'Name', managerId: one.employee }],
  manage: (one, other) => ['employees.move', { id: one.employee, managerId: other.employee }],
  dismiss: (one) => ['employees.delete', { id: one.employee }],
}

const names = Object.keys(calls)
const pairs = names.flatMap((first, at) => names.slice(at).map((second) => [first, second] as const))

/** Runs two calls at the same time. Answers what went wrong. */
async function race([left, right]: [Side, Side], first: string, second: string, round: number): Promise<string[]> {
  const run = async (name: string, ...sides: [Side, Side]) => {
    const [procedure, input] = calls[name]?.(...sides) ?? expect.fail(name)
    try {
      await callAt(service, procedure, input)
      return []
    } catch (error) {
      const { reason } = error instanceof TRPCError ? describeError(error) : { reason: null }
      return reason === null || reason === 'UNAVAILABLE' ? [`${name}: ${reason ?? String(error)}`] : []
    }
  }
  const isMirrored = round % 2 === 1
  const starts = [
    () => run(first, left, right),
    () => (isMirrored ? run(second, right, left) : run(second, left, right)),
  ]
  // Either one begins first.
  if (round >= 2) starts.reverse()
  const wrong = await Promise.all(starts.map((start) => start()))
  return wrong.flat()
}

/** Each pair runs on the same rows and the other way round, and either call begins first. */
const ROUNDS = 4

describe.each(names)('%s', (first) => {
  test('and every other call at the same time, on the same rows and the other way round, wait for each other', async () => {
    const wrong: string[] = []
    const races = pairs
      .filter(([one]) => one === first)
      .flatMap(([, second]) => Array.from({ length: ROUNDS }, (_, round) => [second, round] as const))
    const sides = await newPairs(races.length)
    const next = async (): Promise<void> => {
      const [second, round = 0] = races.pop() ?? []
      const rows = sides.pop()
      if (second === undefined || rows === undefined) return
      const title = `${first} and ${second}${round % 2 === 1 ? ', mirrored' : ''}`
      for (const one of await pair.run(title, () => race(rows, first, second, round))) wrong.push(`${title}: ${one}`)
      return next()
    }
    // Each call of a race has a connection at once.
    await Promise.all(Array.from({ length: 4 }, next))
    expect([...wrong, ...failures.splice(0)]).toEqual([])
  })
})

test('the counters are right after all of it', async () => {
  expect(await miscounts(store.read)).toEqual([])
})
