import { prepared, type Tables } from '@trellis/db'
import { byTime, literal, page, pageOf, subject } from '@trellis/rpc'
import { eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { postList } from '../posts/lists.ts'
import { contentLength, PostView } from '../posts/views.ts'
import { notFound, router, viewer } from '../rpc.ts'

/** How many of the newest posts are looked through for those of followed authors. */
const LOOKED_THROUGH = 2_000
/** Who follows more than this finds a page among the newest posts faster than by reading the newest of each author. */
const MANY = 50

const followingCount = prepared(({ db, tables: { users } }) =>
  db
    .select({ followingCount: users.followingCount })
    .from(users)
    .where(eq(users.id, sql.placeholder('userId'))),
)

const userId = sql.placeholder('userId')

/** Posts of followed authors among the newest of all posts, for who follows many. */
const recentOfFollowed = postList(({ tables: { posts } }, count) => {
  const newest = sql`select recent.id, recent.author_id, recent.created_at from ${posts} as recent
    where (recent.created_at, recent.id) < ${cursorOf(posts)}
    order by recent.created_at desc, recent.id desc limit ${literal(LOOKED_THROUGH)}`
  // Not `exists`, which an engine may turn into a join that begins with the follows, or with all posts.
  return sql`${posts.id} in (select id from (${newest}) as newest
    where (select 1 from follows where follower_id = ${userId} and followee_id = newest.author_id limit 1) is not null
    order by created_at desc, id desc limit ${literal(count)})`
})

/** The newest posts of each followed author, however old. */
const newestOfEach = postList(({ tables: { posts }, expressions }, count) => {
  const authors = sql`select followee_id as value from follows where follower_id = ${userId}`
  const newest = (author: SQL) => sql`select own.id from ${posts} as own
    where own.author_id = ${author} and (own.created_at, own.id) < ${cursorOf(posts)}
    order by own.created_at desc, own.id desc limit ${literal(count)}`
  return sql`${posts.id} in ${expressions.ofEach(authors, newest)}`
})

const cursorOf = ({ createdAt }: Tables['posts']) =>
  sql`(${sql.param(sql.placeholder('cursorTime'), createdAt)}, ${sql.placeholder('cursorId')})`

/** Posts by those a user follows. */
export const feed = router({
  list: viewer
    .meta({ http: 'GET /feed', reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND'] })
    .input(z.object({ userId: input.id.optional(), content: contentLength, ...page(byTime) }))
    .output(pageOf(PostView))
    .query(async ({ ctx, input: { userId, ...page } }) => {
      const reader = subject(ctx, userId, 'userId')
      const [user] = await followingCount(ctx, { userId: reader })
      if (!user) throw notFound('users')
      if (user.followingCount > MANY) {
        const recent = await recentOfFollowed(ctx, page, null, { userId: reader })
        if (recent.nextCursor !== null) return recent
      }
      return newestOfEach(ctx, page, null, { userId: reader })
    }),
})
