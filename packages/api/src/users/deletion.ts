import type { Connection } from '@trellis/db'
import { isPrivileged, isRecent, ownedBy, type Refuses } from '@trellis/rpc'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { buryComments } from '../comments/deletion.ts'
import * as input from '../inputs.ts'
import { assertExists, notFoundOrForbidden, ownerProcedure } from '../rpc.ts'
import { assertOtherAdmin } from './accounts.ts'

/** The number of rows of each kind that are deleted with a user. */
const UserDependents = z.object({
  posts: z.number(),
  comments: z.number(),
  likes: z.number(),
  followers: z.number(),
  following: z.number(),
})

/** The number of deleted rows. */
const DeletedRows = z.object({ users: z.number(), posts: z.number(), comments: z.number(), likes: z.number() })

/** The procedures that delete a user, or count the rows that would be deleted. */
export const deletion = {
  deletionPreview: ownerProcedure
    .meta({ http: 'GET /users/{id}/deletion-preview', reasons: ['USER_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(UserDependents)
    .query(async ({ ctx, input: { id } }) => {
      const [user] = await ctx.db
        .select({ id: ctx.tables.users.id })
        .from(ctx.tables.users)
        .where(and(eq(ctx.tables.users.id, id), ownedBy(ctx, ctx.tables.users.id)))
      if (!user) throw await notFoundOrForbidden(ctx, 'USER_NOT_FOUND', id)
      return dependentsOf(ctx, id, true)
    }),

  delete: ownerProcedure
    .meta({
      http: 'DELETE /users/{id}',
      reasons: ['USER_NOT_FOUND', 'HAS_POSTS', 'SIGN_IN_AGAIN', 'LAST_ADMIN'],
      audited: true,
    })
    .input(
      z.object({
        id: input.id,
        posts: z.union([z.literal(['cascade', 'restrict']), z.object({ reassignTo: input.id })]).default('cascade'),
      }),
    )
    .output(z.object({ deleted: DeletedRows }))
    .mutation(async ({ ctx, input: { id, posts: policy } }) => {
      const { users, posts } = ctx.tables
      const owned = and(eq(users.id, id), ownedBy(ctx, users.id))
      const [user] = await ctx.db.select({ id: users.id }).from(users).where(owned)
      if (!user) throw await notFoundOrForbidden(ctx, 'USER_NOT_FOUND', id)
      if (!isRecent(ctx.caller)) throw ctx.refuse('SIGN_IN_AGAIN')
      if (typeof policy === 'object') {
        // Only a caller who may act for the other user may write posts under that name.
        if (!isPrivileged(ctx.caller))
          throw ctx.refuse('NOT_ALLOWED', { message: 'Only services and admins may reassign posts.' })
      }
      const ends = typeof policy === 'object' ? [id, policy.reassignTo] : [id]
      // The posts first: their other changes lock the post, then its author.
      await ctx.expressions.lockRows(ctx.db, posts, eq(posts.authorId, id))
      await ctx.expressions.lockRows(ctx.db, users, inArray(users.id, ends))
      await assertOtherAdmin(ctx, id)
      if (typeof policy === 'object') {
        await reassignPosts(ctx, id, policy.reassignTo)
      }
      const gone = await dependentsOf(ctx, id, policy === 'cascade')
      const [deleted] = await ctx.db
        .delete(users)
        // A post that was written after the reassignment must not be deleted either.
        .where(
          and(owned, policy === 'cascade' ? undefined : sql`not exists (select 1 from posts where author_id = ${id})`),
        )
        .returning({ id: users.id })
      if (deleted) {
        await buryComments(ctx)
        return { deleted: { users: 1, posts: gone.posts, comments: gone.comments, likes: gone.likes } }
      }
      await assertExists(ctx, 'USER_NOT_FOUND', id)
      throw policy === 'restrict'
        ? ctx.refuse('HAS_POSTS', { message: 'This user has posts.' })
        : ctx.refuse('CHANGED_MEANWHILE')
    }),
}

/**
 * Counts the rows that are deleted with a user: posts, the comments and likes on them, and the user's own comments and
 * likes on other posts. Replies of others stay, below tombstones.
 *
 * @param withPosts whether the posts are deleted too, or reassigned.
 */
async function dependentsOf(
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
async function reassignPosts(
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
