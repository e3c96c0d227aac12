import { sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { subject } from '../ownership.ts'
import { byTime, page, pageOf } from '../pages.ts'
import { postList } from '../post-lists.ts'
import { mustExist } from '../references.ts'
import { router, viewer } from '../trpc.ts'
import { PostView } from '../views/posts.ts'

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
      const posts = await postsOfFollowed(ctx, page, null, { userId: reader })
      if (posts.items.length === 0) await mustExist(ctx, 'users', reader)
      return posts
    }),
})
