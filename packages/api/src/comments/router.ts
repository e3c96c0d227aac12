import {
  actingUserId,
  assertNotStale,
  atVersion,
  ownedBy,
  pageOf,
  type Refuses,
  rowOrThrow,
  version,
} from '@trellis/rpc'
import { since } from '@trellis/rpc/live'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { notifyOfComment } from '../notifications/notify.ts'
import { newest, oldest } from '../orders.ts'
import { isSeen, ofSeenPost } from '../posts/drafts.ts'
import {
  type Context,
  notFoundOrForbidden,
  ownerProcedure,
  protectedProcedure,
  publicProcedure,
  router,
} from '../rpc.ts'
import { commentChanges, commentsOfPost, seesComments } from './changes.ts'
import { buryComments, isAlive } from './deletion.ts'
import { latest } from './latest.ts'
import { repliedTo } from './parent.ts'
import { commentById, postOf, repliesTo, threadTo, topLevel } from './queries.ts'
import { CommentView } from './views.ts'

const body = input.body(10_000)

/** Threads: a comment belongs to a post, and may be a reply to another comment of the same post. */
export const comments = router({
  byId: publicProcedure
    .meta({ http: 'GET /comments/{id}', reasons: ['COMMENT_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(CommentView)
    .query(async ({ ctx, input }) => {
      const comment = await commentById(ctx, input)
      if (!comment || !(await isSeen(ctx, comment))) throw ctx.refuse('COMMENT_NOT_FOUND')
      return comment
    }),

  list: publicProcedure
    .meta({ http: 'GET /posts/{postId}/comments', reasons: ['POST_NOT_FOUND'] })
    .input(z.object({ postId: input.id, order: z.enum(['oldest', 'newest']).default('oldest'), ...oldest.input }))
    .output(pageOf(CommentView))
    .query(async ({ ctx, input: { postId, order, limit, cursor } }) => {
      const list = order === 'oldest' ? oldest : newest
      const rows = await topLevel(ctx, order, { postId, ...list.after(cursor), limit: limit + 1 })
      const [post] = rows.length > 0 ? rows : await postOf(ctx, { postId })
      if (!post || !(await isSeen(ctx, post))) throw ctx.refuse('POST_NOT_FOUND')
      return oldest.page(rows, limit, (comment) => [comment.createdAt, comment.id])
    }),

  latest,

  changes: publicProcedure
    .meta({ http: 'GET /posts/{postId}/comments/changes', reasons: ['POST_NOT_FOUND'] })
    .input(z.object({ postId: input.id, ...since }))
    .output(commentChanges.output)
    .subscription(async ({ ctx, input: { postId, ...input }, signal }) => {
      if (!(await seesComments(ctx, postId))) throw ctx.refuse('POST_NOT_FOUND')
      return commentChanges.follow(ctx, { ...input, where: commentsOfPost(ctx, postId), signal })
    }),

  replies: publicProcedure
    .meta({ http: 'GET /comments/{commentId}/replies', reasons: ['COMMENT_NOT_FOUND'] })
    .input(z.object({ commentId: input.id, ...oldest.input }))
    .output(pageOf(CommentView))
    .query(async ({ ctx, input: { commentId, limit, cursor } }) => {
      const rows = await repliesTo(ctx, { commentId, ...oldest.after(cursor), limit: limit + 1 })
      const comment = rows[0] ?? (await commentById(ctx, { id: commentId }))
      if (!comment || !(await isSeen(ctx, comment))) throw ctx.refuse('COMMENT_NOT_FOUND')
      return oldest.page(rows, limit, (comment) => [comment.createdAt, comment.id])
    }),

  thread: publicProcedure
    .meta({ http: 'GET /comments/{id}/thread', reasons: ['COMMENT_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(z.array(CommentView))
    .query(async ({ ctx, input: { id } }) => {
      const thread = await threadTo(ctx, { id })
      if (!thread[0] || !(await isSeen(ctx, thread[0]))) throw ctx.refuse('COMMENT_NOT_FOUND')
      return thread
    }),

  create: protectedProcedure
    .meta({
      http: 'POST /posts/{postId}/comments',
      created: '/comments/{id}',
      reasons: [
        'NOT_ALLOWED',
        'USER_NOT_FOUND',
        'POST_NOT_FOUND',
        'COMMENT_NOT_FOUND',
        'PARENT_MISMATCH',
        'THREAD_TOO_DEEP',
      ],
    })
    .input(z.object({ postId: input.id, body, parentId: input.id.nullish(), authorId: input.id.optional() }))
    .output(CommentView)
    .mutation(async ({ ctx, input: { postId, body, parentId, authorId } }) => {
      const { db, tables } = ctx
      const createdAt = new Date().toISOString()
      const author = actingUserId(ctx, authorId, 'authorId')
      const parent = parentId ? await repliedTo(ctx, postId, parentId) : undefined
      const [created] = await db
        .insert(tables.comments)
        .values({
          createdAt,
          updatedAt: createdAt,
          postId,
          body,
          parentId,
          authorId: author,
          depth: parent ? parent.depth + 1 : 0,
        })
        .returning({ id: tables.comments.id })
      const { id } = rowOrThrow(created)
      await notifyOfComment(ctx, { id, postId, authorId: author, parentAuthorId: parent?.authorId ?? null })
      const comment = rowOrThrow(await commentById(ctx, { id }))
      if (!(await isSeen(ctx, comment))) throw ctx.refuse('POST_NOT_FOUND')
      return comment
    }),

  update: ownerProcedure
    .meta({ http: 'PATCH /comments/{id}', reasons: ['COMMENT_NOT_FOUND'] })
    .input(z.object({ id: input.id, body, version }))
    .output(CommentView)
    .mutation(async ({ ctx, input: { id, body, version } }) => {
      const { db, tables } = ctx
      const { comments } = tables
      const seen = and(isAlive(comments), ofSeenPost(ctx, comments.postId))
      const owned = and(eq(comments.id, id), ownedBy(ctx, comments.authorId), seen)
      const [updated] = await db
        .update(tables.comments)
        .set({ body })
        .where(and(owned, atVersion(tables.comments, version)))
        .returning({ id: tables.comments.id })
      if (!updated) {
        await assertNotStale(ctx, tables.comments, owned, version, () => commentById(ctx, { id }))
        throw await commentRefusal(ctx, id)
      }
      return rowOrThrow(await commentById(ctx, updated))
    }),

  delete: ownerProcedure
    .meta({ http: 'DELETE /comments/{id}', reasons: ['COMMENT_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const { comments, posts, notifications } = ctx.tables
      const authorOfPost = sql`(select ${posts.authorId} from ${posts} where ${posts.id} = ${comments.postId})`
      const [deleted] = await ctx.db
        .update(comments)
        .set({ authorId: null })
        .where(
          and(
            eq(comments.id, id),
            ownedBy(ctx, comments.authorId, authorOfPost),
            and(isAlive(comments), ofSeenPost(ctx, comments.postId)),
          ),
        )
        .returning({ id: comments.id })
      if (!deleted) throw await commentRefusal(ctx, id)
      await ctx.db.delete(notifications).where(eq(notifications.commentId, id))
      await buryComments(ctx)
      return deleted
    }),
})

/** The error if no comment was changed. A tombstone counts as not found, and so does a comment on a draft of somebody else. */
async function commentRefusal(ctx: Context & Refuses<'COMMENT_NOT_FOUND' | 'NOT_ALLOWED'>, id: number) {
  const comment = await commentById(ctx, { id })
  return comment && (comment.deleted || !(await isSeen(ctx, comment)))
    ? ctx.refuse('COMMENT_NOT_FOUND')
    : notFoundOrForbidden(ctx, 'COMMENT_NOT_FOUND', id)
}
