import { isPrivileged, isRecent, ownedBy } from '@trellis/rpc'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { buryComments } from '../comments/deletion.ts'
import * as input from '../inputs.ts'
import { assertExists, notFoundOrForbidden, ownerProcedure } from '../rpc.ts'
import { assertOtherAdmin } from './accounts.ts'
import { DeletedRows, dependentsOf, reassignPosts, UserDependents } from './deletion.ts'

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
