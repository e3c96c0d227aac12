import { type Connection, openStore } from '@trellis/db'
import { explain } from '@trellis/db/testing'
import { createContext } from '@trellis/rpc'
import { afterAll, describe, expect, test } from 'vitest'
import { createCaller } from '../src/root.ts'
import { setupApi } from '../src/testing.ts'

const api = await setupApi()
const seen: { text: string; values: unknown[] }[] = []
/** Records every statement, for EXPLAIN. */
const store = openStore({
  url: api.url,
  onStatement: (text: string, ...[values = []]: unknown[][]) => seen.push({ text, values }),
})
afterAll(() => store.close())
const caller = createCaller(
  createContext(store, async () => ({ kind: 'user', id: 1, username: 'u1', role: 'user', signedInAt: new Date() })),
)

const USERS = 200
const POSTS = 3_000
const range = (count: number) => Array.from({ length: count }, (_, n) => n + 1)
const minute = (n: number) => new Date(Date.UTC(2020, 0, 1, 0, n)).toISOString()

/** Enough rows that the planner uses the indexes. */
async function fill({ db, tables }: Connection): Promise<void> {
  const users = range(USERS).map((n) => ({ username: `u${n}`, usernameKey: `u${n}`, email: `u${n}@example.com` }))
  await db.insert(tables.users).values(users)
  await db
    .insert(tables.profiles)
    .values(range(USERS).map((n) => ({ userId: n, fullName: `U ${n}`, fullNameKey: `u ${n}` })))
  await db.insert(tables.categories).values(range(20).map((n) => ({ name: `c${n}`, nameKey: `c${n}` })))
  await db.insert(tables.tags).values(range(40).map((n) => ({ name: `t${n}`, nameKey: `t${n}` })))
  for (let start = 0; start < POSTS; start += 500) {
    const posts = range(500).map((n) => start + n)
    await db.insert(tables.posts).values(
      posts.map((n) => ({
        title: `Title ${n}`,
        content: `${'Some words that all posts have. '.repeat(30)}${n * 7_919}`,
        authorId: 1 + (n % USERS),
        categoryId: 1 + (n % 20),
        createdAt: minute(n),
      })),
    )
    await db
      .insert(tables.postTags)
      .values(
        posts.flatMap((n) =>
          [n % 40, (n * 3 + 1) % 40].map((tag) => ({ postId: n, tagId: 1 + tag, postedAt: minute(n) })),
        ),
      )
    const likes = posts.flatMap((n) => [1, 2, 3].map((m) => ({ postId: n, userId: 1 + ((n * m) % USERS) })))
    await db.insert(tables.likes).values(likes).onConflictDoNothing()
    await db
      .insert(tables.comments)
      .values(posts.map((n) => ({ postId: 1 + (n % 50), authorId: 1 + (n % USERS), body: 'B' })))
  }
  const drafts = range(300).map((n) => ({ title: `Draft ${n}`, content: 'Words', authorId: 1, createdAt: null }))
  await db.insert(tables.posts).values(drafts)
  const replies = range(1_000).map((n) => ({
    parentId: 50 + (n % 10) * 50,
    postId: 1,
    authorId: 1,
    depth: 1,
    body: 'B',
  }))
  await db.insert(tables.comments).values(replies)
  const follows = range(USERS).flatMap((n) =>
    range(20).map((m) => ({ followerId: n, followeeId: 1 + ((n + m * 7) % USERS) })),
  )
  await db.insert(tables.follows).values(follows)
  await db
    .insert(tables.employees)
    .values(range(500).map((n) => ({ name: `e${n}`, nameKey: `e${n}`, managerId: n === 1 ? null : Math.floor(n / 2) })))
}
await api.store.write(fill)

/** The plans of all statements of a call. */
async function plansOf(call: () => Promise<unknown>): Promise<string> {
  seen.length = 0
  await call()
  const plans: string[] = []
  for (const { text, values } of [...seen]) plans.push(await explain(api.url, text, values))
  return plans.join('\n')
}

const newest = (index: string) => ({ sqlite: `USING INDEX ${index}`, postgres: index })
const covering = (index: string) => ({ sqlite: `COVERING INDEX ${index}`, postgres: index })

/** A cursor after which few posts follow. */
const beginning = Buffer.from(JSON.stringify([Date.parse(minute(20)), 20])).toString('base64url')

/** The index that each list reads. */
const lists: [string, () => Promise<unknown>, Record<'sqlite' | 'postgres', string>][] = [
  ['posts.list', () => caller.posts.list({}), newest('posts_newest')],
  ['posts.drafts', () => caller.posts.drafts({}), newest('posts_drafts')],
  ['posts.neighbours', () => caller.posts.neighbours({ id: 1_500 }), newest('posts_by_author')],
  ['posts.list by author', () => caller.posts.list({ authorId: 1 }), newest('posts_by_author')],
  ['posts.list by category', () => caller.posts.list({ categoryId: 1 }), newest('posts_by_category')],
  ['posts.list by a tag', () => caller.posts.list({ tags: { all: ['t1'] } }), covering('post_tags_newest')],
  ['posts.list by two tags', () => caller.posts.list({ tags: { all: ['t1', 't2'] } }), covering('post_tags_newest')],
  ['posts.list by either tag', () => caller.posts.list({ tags: { any: ['t1', 't2'] } }), covering('post_tags_newest')],
  ['posts.list by likes', () => caller.posts.list({ likedBy: 1 }), covering('likes_by_user')],
  ['tags.posts', () => caller.tags.posts({ name: 't1' }), covering('post_tags_newest')],
  ['categories.posts', () => caller.categories.posts({ id: 1 }), newest('posts_by_category')],
  [
    'feed.list',
    () => caller.feed.list({}),
    { sqlite: 'own USING COVERING INDEX posts_by_author', postgres: 'posts_by_author' },
  ],
  [
    'feed.list of few posts',
    () => caller.feed.list({ limit: 100, cursor: beginning }),
    { sqlite: 'own USING COVERING INDEX posts_by_author', postgres: 'posts_by_author' },
  ],
  ['likes.users', () => caller.likes.users({ postId: 1 }), covering('likes_newest')],
  ['follows.followers', () => caller.follows.followers({ userId: 1 }), covering('follows_followers')],
  [
    'follows.following',
    () => caller.follows.following({ userId: 1 }),
    { ...covering('follows_following'), postgres: 'follows_' },
  ],
  ['comments.list', () => caller.comments.list({ postId: 2 }), newest('comments_of_post')],
  [
    'comments.list, newest first',
    () => caller.comments.list({ postId: 2, order: 'newest' }),
    newest('comments_of_post'),
  ],
  [
    'comments.thread',
    () => caller.comments.thread({ id: 3_050 }),
    { sqlite: 'PRIMARY KEY', postgres: 'comments_pkey' },
  ],
  ['comments.replies', () => caller.comments.replies({ commentId: 50 }), newest('comments_replies')],
  ['users.byId', () => caller.users.byId({ id: 1 }), { sqlite: 'INDEX posts_by_author', postgres: 'posts_by_author' }],
  ['users.list', () => caller.users.list({}), { sqlite: 'INDEX posts_by_author', postgres: 'posts_by_author' }],
  ['tags.list', () => caller.tags.list({}), { sqlite: 'autoindex_tags_1', postgres: 'tags_name_key' }],
  [
    'employees.list',
    () => caller.employees.list({}),
    { sqlite: 'INDEX employees_by_name', postgres: 'employees_by_name' },
  ],
  [
    'employees.subtree',
    () => caller.employees.subtree({ id: 2 }),
    { sqlite: 'INDEX employees_by_manager', postgres: 'employees_by_manager' },
  ],
  [
    'employees.ancestors',
    () => caller.employees.ancestors({ id: 500 }),
    { sqlite: 'PRIMARY KEY', postgres: 'employees_pkey' },
  ],
  [
    'search.posts',
    () => caller.search.posts({ q: `${2_999 * 7_919}` }),
    { sqlite: 'posts_search VIRTUAL TABLE INDEX', postgres: 'posts_search_content' },
  ],
  [
    'search.posts by words',
    () => caller.search.posts({ q: `${2_999 * 7_919} title`, mode: 'words' }),
    { sqlite: 'posts_search VIRTUAL TABLE INDEX', postgres: 'posts_search_content' },
  ],
]

describe('the plan reads an index and never a whole table', () => {
  test.each(lists)('%s', async (_, call, index) => {
    const plan = await plansOf(call)
    expect(plan).toContain(index[api.store.dialect])
    expect(plan).not.toMatch(
      /Seq Scan|SCAN (d\d|tr\d|posts|post_tags|likes|users|profiles|follows|comments|employees|tags)\b(?! VIRTUAL)/,
    )
  })

  test('a page of a list by one key is sorted by its index', async () => {
    const sorted = [
      () => caller.likes.users({ postId: 1 }),
      () => caller.comments.replies({ commentId: 50 }),
      () => caller.employees.list({}),
    ]
    for (const call of sorted) expect(await plansOf(call)).not.toMatch(/\bSort\b|TEMP B-TREE/)
  })
})
