import { randomNumbers } from '../data/random.ts'
import { cast, type Shape, tokenOf } from '../data/shape.ts'

/** A case to measure: a procedure, its inputs, and its callers. */
export interface Case {
  name: string
  path: string
  /** The path of every second request of a connection, with the same input. */
  undo?: string
  kind: 'query' | 'mutation'
  /** Sent in turn. */
  inputs: unknown[]
  /** Calls in one request. */
  batch?: number
  connections: number
  /** The session tokens that the connections use in turn. Without any, calls are anonymous. */
  tokens?: string[]
}

/** The path of the no-op: the query that returns the caller, called anonymously. */
export const noop = 'viewer.current'

/** Every path that a case calls. */
export const paths = new Map<string, 'query' | 'mutation'>([
  [noop, 'query'],
  ['posts.byId', 'query'],
  ['users.byId', 'query'],
  ['users.list', 'query'],
  ['posts.list', 'query'],
  ['tags.posts', 'query'],
  ['feed.list', 'query'],
  ['search.posts', 'query'],
  ['employees.subtree', 'query'],
  ['posts.create', 'mutation'],
  ['likes.like', 'mutation'],
  ['likes.unlike', 'mutation'],
])

const DISTINCT = 64
const CONNECTIONS = 16
const WRITERS = 64

/** Every case of the load benchmark. Writes come last, because each server writes into a copy of its own. */
export function casesOf(shape: Shape): Case[] {
  const random = randomNumbers(9)
  const many = (input: () => unknown) => Array.from({ length: DISTINCT }, input)
  const query = (name: string, path: string, inputs: unknown[], more: Partial<Case> = {}): Case => ({
    ...{ name, path, inputs, kind: 'query', connections: CONNECTIONS },
    ...more,
  })
  const write = (name: string, path: string, inputs: unknown[], more: Partial<Case> = {}): Case => ({
    ...{ name, path, inputs, kind: 'mutation', connections: WRITERS, ...more },
    tokens: Array.from({ length: WRITERS }, (_, index) => tokenOf(1 + (index % shape.users))),
  })
  const postIds = () => ({ id: 1 + random(shape.posts) })
  return [
    query('no-op', noop, [undefined]),
    query('posts.byId', 'posts.byId', many(postIds)),
    query(
      'users.byId (10 posts)',
      'users.byId',
      many(() => ({ id: 1 + random(shape.users), posts: { limit: 10 } })),
    ),
    query('users.list (20)', 'users.list', [{}]),
    query('posts.list (20)', 'posts.list', [{}]),
    query('posts.list (two tags)', 'posts.list', [{ tags: { all: [cast.commonTag, cast.secondTag] } }]),
    query('tags.posts (20)', 'tags.posts', [{ name: cast.commonTag }]),
    query(`feed.list (${shape.following} followed)`, 'feed.list', [{}], { tokens: [tokenOf(cast.reader)] }),
    query('feed.list (3 followed)', 'feed.list', [{}], { tokens: [tokenOf(cast.followerOfThree)] }),
    query('search.posts (20)', 'search.posts', [{ q: cast.rareWord }]),
    query(`employees.subtree (${shape.subtree})`, 'employees.subtree', [{ id: cast.manager }]),
    query('batch of 10 posts.byId', 'posts.byId', many(postIds), { batch: 10 }),
    write(
      'posts.create',
      'posts.create',
      many(() => ({ title: 'A new post', content: 'Its content, which is short.' })),
    ),
    // Before the likes of many posts, after which the number of likes of this post differs between the servers.
    write(
      'likes.like, unlike (one post)',
      'likes.like',
      Array.from({ length: 2 * WRITERS }, () => ({ postId: 1 })),
      { undo: 'likes.unlike' },
    ),
    write(
      'likes.like (64 writers)',
      'likes.like',
      Array.from({ length: 64_007 }, () => ({ postId: 1 + random(shape.posts) })),
    ),
  ]
}
