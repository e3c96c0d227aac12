import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { subject } from '../ownership.ts'
import { byTime, OLDEST, page, pageOf } from '../pages.ts'
import { postList } from '../post-lists.ts'
import { mustExist } from '../references.ts'
import { router, viewer } from '../trpc.ts'
import { PostView } from '../views/posts.ts'

/** How many of the newest posts are looked through for those of followed authors, before these are looked up. */
const LOOKED_THROUGH = 2_000

const followed = (authorId: SQL) =>
  sql`exists (select 1 from follows where follower_id = ${sql.placeholder('userId')} and followee_id = ${authorId})`

/**
 * Posts of followed authors among the newest of all posts. Who follows many finds a page here at once, and whoever
 * follows few has not lost much: reading the posts of 5,000 authors to sort them takes a hundred times longer.
 */
const recentOfFollowed = postList(
  (_, post) => sql`${post.createdAt} >= coalesce((
      select older.created_at from posts as older
      where (older.created_at, older.id) < (${sql.param(sql.placeholder('cursorTime'), post.createdAt)}, ${sql.placeholder('cursorId')})
      order by older.created_at desc, older.id desc limit 1 offset ${sql.placeholder('lookedThrough')}
    ), ${sql.param(sql.placeholder('oldest'), post.createdAt)})
    and ${followed(sql`+${post.authorId}`)}`,
)

const postsOfFollowed = postList(
  (_, post) =>
    sql`${post.authorId} in (select followee_id from follows where follower_id = ${sql.placeholder('userId')})`,
)

/** Posts by those a user follows. */
export const feed = router({
  list: viewer
    .meta({ reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND'] })
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
