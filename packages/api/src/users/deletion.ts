import type { Connection } from '@trellis/db'
import type { Refuses } from '@trellis/rpc'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { assertExists } from '../rpc.ts'

/** The number of rows of each kind that are deleted with a user. */
export const UserDependents = z.object({
  posts: z.number(),
  comments: z.number(),
  likes: z.number(),
  followers: z.number(),
  following: z.number(),
})

/** The number of deleted rows. */
export const DeletedRows = z.object({ users: z.number(), posts: z.number(), comments: z.number(), likes: z.number() })

/**
 * Counts the rows that are deleted with a user: posts, the comments and likes on them, and the user's own comments and
 * likes on other posts. Replies of others stay, below tombstones.
 *
 * @param withPosts whether the posts are deleted too, or reassigned.
 */
export async function dependentsOf(
  ctx: Connection & Refuses<'USER_NOT_FOUND'>,
  id: number,
  withPosts: boolean,
): Promise<z.infer<typeof UserDependents>> {
  const { users } = ctx.tables
  const onOwnPosts = withPosts ? sql`or post_id in (select id from posts where author_id = ${id})` : sql``
  const [counts] = await ctx.db
    .select({
      posts: sql`${withPosts ? sql`(select count(*) from posts where author_id = ${id})` : 0}`.mapWith(Number),
      comments:
        sql`(select count(*) from comments where (author_id = ${id} ${onOwnPosts}) and author_id is not null)`.mapWith(
          Number,
        ),
      likes: sql`(select count(*) from likes where user_id = ${id} ${onOwnPosts})`.mapWith(Number),
      followers: users.followerCount,
      following: users.followingCount,
    })
    .from(users)
    .where(eq(users.id, id))
  if (!counts) throw ctx.refuse('USER_NOT_FOUND')
  return counts
}

/** Reassigns the posts of a user who is deleted. */
export async function reassignPosts(
  ctx: Pick<Connection, 'db' | 'tables'> & Refuses<'USER_NOT_FOUND' | 'INVALID_INPUT'>,
  id: number,
  to: number,
): Promise<void> {
  const { posts } = ctx.tables
  if (to === id) {
    throw ctx.refuse('INVALID_INPUT', { fields: { 'posts.reassignTo': 'Must be another user than the deleted one' } })
  }
  const moved = await ctx.db
    .update(posts)
    // The posts themselves did not change.
    .set({ authorId: to, updatedAt: sql`${posts.updatedAt}` })
    .where(eq(posts.authorId, id))
    .returning({ id: posts.id })
  if (moved.length === 0) await assertExists(ctx, 'USER_NOT_FOUND', to)
}
