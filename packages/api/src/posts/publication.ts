import { type Connection, type Placeholders, preparedVariants, type Tables } from '@trellis/db'
import { actingUserId, inlined, ownedBy, pageOf, type Refuses, type Ruled, readCount, viewerId } from '@trellis/rpc'
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { newest } from '../orders.ts'
import { ownerProcedure, protectedProcedure } from '../rpc.ts'
import { isDraft, isPublished, postRefusal } from './drafts.ts'
import type { PostListValues, PostVariant } from './lists.ts'
import { contentLength, PostView, postById, postBytes, selectPosts, shorten } from './views.ts'

const draftsOf = preparedVariants(
  (connection, { count, content }: PostVariant, at: Placeholders<{ authorId: number } & PostListValues>) => {
    const { posts } = connection.tables
    const changed = newest.condition([posts.updatedAt, posts.id], at)
    return selectPosts(connection, at.viewer, content)
      .where(and(eq(posts.authorId, at.authorId), isDraft(posts), changed))
      .orderBy(desc(posts.updatedAt), desc(posts.id))
      .limit(inlined(count))
  },
)

/** The procedures that make a draft a published post, and back. */
export const publication = {
  drafts: protectedProcedure
    .meta({ http: 'GET /posts/drafts', reasons: ['NOT_ALLOWED'] })
    .input(z.object({ userId: input.id.optional(), content: contentLength, ...newest.input }))
    .output(pageOf(PostView))
    .query(async ({ ctx, input: { userId, content, limit, cursor } }) => {
      // A service has no drafts of its own.
      const authorId = userId === undefined ? viewerId(ctx.caller) : actingUserId(ctx, userId, 'userId')
      const values = { ...newest.after(cursor), authorId, viewer: viewerId(ctx.caller) }
      const found = await draftsOf(ctx, { count: readCount(limit), content }, values)
      return newest.page(shorten(found, content), limit, (post) => [post.updatedAt, post.id], postBytes)
    }),

  publish: ownerProcedure
    .meta({ http: 'PUT /posts/{id}/publication', reasons: ['POST_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(PostView)
    .mutation(({ ctx, input: { id } }) => {
      const { createdAt, firstPublishedAt, updatedAt } = ctx.tables.posts
      const now = sql.param(new Date().toISOString(), createdAt)
      return changePublication(ctx, id, isDraft, {
        createdAt: sql`coalesce(${firstPublishedAt}, ${now})`,
        // A new post has the same createdAt and updatedAt.
        updatedAt: sql`case when ${firstPublishedAt} is null then ${now} else ${updatedAt} end`,
      })
    }),

  unpublish: ownerProcedure
    .meta({ http: 'DELETE /posts/{id}/publication', reasons: ['POST_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(PostView)
    .mutation(({ ctx, input: { id } }) =>
      changePublication(ctx, id, isPublished, { createdAt: null, firstPublishedAt: ctx.tables.posts.createdAt }),
    ),
}

type Publication = { createdAt: SQL | null; firstPublishedAt?: Tables['posts']['createdAt']; updatedAt?: SQL }

/** Changes the publication of a post, unless it is as asked already. */
async function changePublication(
  ctx: Connection & Ruled & Refuses<'POST_NOT_FOUND' | 'NOT_ALLOWED'>,
  id: number,
  happensIf: (posts: Tables['posts']) => SQL,
  change: Publication,
): Promise<z.infer<typeof PostView>> {
  const { posts } = ctx.tables
  const owned = and(eq(posts.id, id), ownedBy(ctx, posts.authorId))
  const updated = await ctx.db
    .update(posts)
    .set(change)
    .where(and(owned, happensIf(posts)))
    .returning({ id: posts.id })
  const isOwned = updated.length > 0 || (await ctx.db.$count(posts, owned)) > 0
  const post = isOwned ? await postById(ctx, { id, viewer: viewerId(ctx.caller) }) : undefined
  if (!post) throw await postRefusal(ctx, id)
  return post
}
