import { counterOf, linkTable, type Placeholders, prepared, type Tables } from '@trellis/db'
import { actingUserId, pageOf, type Refuses, viewerId } from '@trellis/rpc'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { newest, type TimePosition } from '../orders.ts'
import { draftAuthor, isSeen, isSeenBy } from '../posts/drafts.ts'
import { postById } from '../posts/views.ts'
import { assertExists, type Context, protectedProcedure, publicProcedure, router } from '../rpc.ts'
import { Author, authorSelection } from '../users/author.ts'

const LikeState = z.object({ likeCount: z.number(), likedByViewer: z.boolean() })

const likeLinks = linkTable(({ likes }: Tables) => likes, ['postId', 'userId'])

const likeCountOf = counterOf(({ posts }: Tables) => posts, 'likeCount', { unlessNull: 'createdAt' })

const likers = prepared(({ db }, at: Placeholders<{ postId: number; limit: number } & TimePosition>) =>
  db.query.likes.findMany({
    columns: { createdAt: true, userId: true },
    with: { user: authorSelection },
    extras: { draftAuthor: () => draftAuthor(at.postId) },
    where: { postId: at.postId, RAW: (like) => newest.condition([like.createdAt, like.userId], at) },
    orderBy: { createdAt: 'desc', userId: 'desc' },
    limit: at.limit,
  }),
)

async function likeCount(ctx: Context & Refuses<'POST_NOT_FOUND'>, postId: number): Promise<number> {
  const count = await likeCountOf(ctx, { id: postId })
  if (count !== undefined) return count
  const caller = await ctx.identify()
  const draft = await postById(ctx, { id: postId, viewer: viewerId(caller) })
  if (!draft || !isSeenBy(caller, draft)) throw ctx.refuse('POST_NOT_FOUND')
  return draft.likeCount
}

/** Many-to-many: users like posts. */
export const likes = router({
  like: protectedProcedure
    .meta({
      http: 'PUT /posts/{postId}/like',
      reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND', 'POST_NOT_FOUND'],
      sharesTransaction: true,
    })
    .input(z.object({ postId: input.id, userId: input.id.optional() }))
    .output(LikeState)
    .mutation(async ({ ctx, input: { postId, userId } }) => {
      await likeLinks.add(ctx, { postId, userId: actingUserId(ctx, userId, 'userId') })
      return { likeCount: await likeCount(ctx, postId), likedByViewer: true }
    }),

  unlike: protectedProcedure
    .meta({
      http: 'DELETE /posts/{postId}/like',
      reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND', 'POST_NOT_FOUND'],
      sharesTransaction: true,
    })
    .input(z.object({ postId: input.id, userId: input.id.optional() }))
    .output(LikeState)
    .mutation(async ({ ctx, input: { postId, userId } }) => {
      const liker = actingUserId(ctx, userId, 'userId')
      const wasThere = await likeLinks.remove(ctx, { postId, userId: liker })
      if (!wasThere) await assertExists(ctx, 'USER_NOT_FOUND', liker)
      return { likeCount: await likeCount(ctx, postId), likedByViewer: false }
    }),

  users: publicProcedure
    .meta({ http: 'GET /posts/{postId}/likes', reasons: ['POST_NOT_FOUND'] })
    .input(z.object({ postId: input.id, ...newest.input }))
    .output(pageOf(Author))
    .query(async ({ ctx, input: { postId, limit, cursor } }) => {
      const rows = await likers(ctx, { postId, ...newest.after(cursor), limit: limit + 1 })
      if (!rows[0]) await likeCount(ctx, postId)
      else if (!(await isSeen(ctx, rows[0]))) throw ctx.refuse('POST_NOT_FOUND')
      const { items, nextCursor } = newest.page(rows, limit, (like) => [like.createdAt, like.userId])
      return { items: items.map((like) => like.user), nextCursor }
    }),
})
