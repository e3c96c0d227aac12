import type { Tables } from '@trellis/db'
import { type SQLWrapper, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { subject } from '../ownership.ts'
import { byTime, OLDEST, page, pageOf } from '../pages.ts'
import { postList } from '../posts/lists.ts'
import { PostView } from '../posts/views.ts'
import { mustExist } from '../references.ts'
import { router, viewer } from '../trpc.ts'

/** How many of the newest posts are looked through for those of followed authors, before these are looked up. */
const LOOKED_THROUGH = 2_000

const cursorOf = ({ createdAt }: Tables['posts']) =>
  sql`(${sql.param(sql.placeholder('cursorTime'), createdAt)}, ${sql.placeholder('cursorId')})`

// Not `exists`, which an engine may turn into a join that begins with the follows, or with all posts.
const followed = (authorId: SQLWrapper) =>
  sql`(select 1 from follows where follower_id = ${sql.placeholder('userId')} and followee_id = ${authorId} limit 1) is not null`

/**
 * Posts of followed authors among the newest of all posts. Who follows many finds a page here at once, and whoever
 * follows few has not lost much: reading the posts of 5,000 authors to sort them takes a hundred times longer.
 */
const recentOfFollowed = postList(
  (_, post) => sql`${post.createdAt} >= coalesce((
      select older.created_at from posts as older
      where (older.created_at, older.id) < ${cursorOf(post)}
      order by older.created_at desc, older.id desc limit 1 offset ${sql.placeholder('lookedThrough')}
    ), ${sql.param(sql.placeholder('oldest'), post.createdAt)})
    and ${followed(post.authorId)}`,
)

/**
 * Posts of followed authors, however old. Ordered by what no index has: PostgreSQL would look through all posts, newest
 * first, for those of three authors.
 */
const postsOfFollowed = postList(
  (_, post) => sql`${post.id} in (
    select own.id from follows cross join posts as own
    where follows.follower_id = ${sql.placeholder('userId')} and own.author_id = follows.followee_id
      and (own.created_at, own.id) < ${cursorOf(post)}
    order by coalesce(own.created_at, own.created_at) desc, own.id desc limit ${sql.placeholder('limit')})`,
)

/** Posts by those a user follows. */
export const feed = router({
  list: viewer
    .meta({ http: 'GET /feed', reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND'] })
    .input(z.object({ userId: input.id.optional(), ...page(byTime) }))
    .output(pageOf(PostView))
    .query(async ({ ctx, input: { userId, ...page } }) => {
      const reader = subject(ctx.caller, userId, 'userId')
      const oldest = new Date(OLDEST[0]).toISOString()
      const values = { userId: reader, lookedThrough: LOOKED_THROUGH, oldest }
      const recent = await recentOfFollowed(ctx, page, null, values)
      if (recent.nextCursor !== null) return recent
      const posts = await postsOfFollowed(ctx, page, null, values)
      if (posts.items.length === 0) await mustExist(ctx, 'users', reader)
      return posts
    }),
})
