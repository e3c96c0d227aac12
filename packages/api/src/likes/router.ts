import { type Connection, type ListValue, type Placeholders, prepared, together } from '@trellis/db'
import {
  byTime,
  isOlder,
  type MayRefuse,
  olderThan,
  page,
  pageOf,
  subject,
  type TimePosition,
  toPage,
} from '@trellis/rpc'
import { and, eq, or } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { anyone, mustExist, notFound, router, sharedTransaction, viewer } from '../rpc.ts'
import { Author, authorSelection } from '../users/author.ts'

const LikeState = z.object({ likeCount: z.number(), likedByViewer: z.boolean() })

type Like = { postId: number; userId: number }

const like = together({
  one: prepared(({ db, tables: { likes } }: Connection, row: Placeholders<Like & { createdAt: string }>) =>
    db
      .insert(likes)
      .values({
        postId: row.postId,
        userId: row.userId,
        // A default would be computed only once, when the statement is built.
        createdAt: row.createdAt,
      })
      .onConflictDoNothing(),
  ),
  many: async ({ db, tables: { likes } }: Connection, rows: (Like & { createdAt: string })[]) => {
    await db.insert(likes).values(rows).onConflictDoNothing()
    return rows
  },
  order: ['postId', 'userId'],
})

const unlike = together({
  one: prepared(({ db, tables: { likes } }: Connection, { postId, userId }: Placeholders<Like>) =>
    db
      .delete(likes)
      .where(and(eq(likes.postId, postId), eq(likes.userId, userId)))
      .returning({ postId: likes.postId, userId: likes.userId }),
  ),
  many: async ({ db, tables: { likes } }: Connection, rows: Like[]) => {
    const removed = await db
      .delete(likes)
      .where(or(...rows.map(({ postId, userId }) => and(eq(likes.postId, postId), eq(likes.userId, userId)))))
      .returning({ postId: likes.postId, userId: likes.userId })
    return rows.map((row) => removed.filter(({ postId, userId }) => postId === row.postId && userId === row.userId))
  },
  order: ['postId', 'userId'],
})

const likesOfPosts = prepared(
  ({ db, tables: { posts }, expressions }: Connection, { ids }: Placeholders<{ ids: ListValue }>) =>
    db
      .select({ id: posts.id, likeCount: posts.likeCount })
      .from(posts)
      .where(expressions.isAmong(posts.id, expressions.listed(ids))),
)

const likesOfPost = together({
  one: prepared(({ db, tables: { posts } }: Connection, { postId }: Placeholders<{ postId: number }>) =>
    db.select({ id: posts.id, likeCount: posts.likeCount }).from(posts).where(eq(posts.id, postId)),
  ),
  many: async (connection: Connection, of: { postId: number }[]) => {
    const ids = [...new Set(of.map(({ postId }) => postId))]
    const posts = await likesOfPosts(connection, { ids: connection.expressions.listOf(ids) })
    const byId = Map.groupBy(posts, ({ id }) => id)
    return of.map(({ postId }) => byId.get(postId) ?? [])
  },
  order: ['postId'],
})

const likers = prepared(({ db }, at: Placeholders<{ postId: number; limit: number } & TimePosition>) =>
  db.query.likes.findMany({
    columns: { createdAt: true, userId: true },
    with: { user: authorSelection },
    where: { postId: at.postId, RAW: (like) => isOlder(like.createdAt, like.userId, at) },
    orderBy: { createdAt: 'desc', userId: 'desc' },
    limit: at.limit,
  }),
)

async function likeCount(ctx: Connection & MayRefuse<'POST_NOT_FOUND'>, postId: number): Promise<number> {
  const [post] = await likesOfPost(ctx, { postId })
  if (!post) throw notFound(ctx, 'posts')
  return post.likeCount
}

/** Many-to-many: users like posts. */
export const likes = router({
  like: viewer
    .meta({ http: 'PUT /posts/{postId}/like', reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND', 'POST_NOT_FOUND'] })
    .input(z.object({ postId: input.id, userId: input.id.optional() }))
    .use(sharedTransaction)
    .output(LikeState)
    .mutation(async ({ ctx, input: { postId, userId } }) => {
      await like(ctx, {
        postId,
        userId: subject(ctx, userId, 'userId'),
        createdAt: new Date().toISOString(),
      })
      return { likeCount: await likeCount(ctx, postId), likedByViewer: true }
    }),

  unlike: viewer
    .meta({ http: 'DELETE /posts/{postId}/like', reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND', 'POST_NOT_FOUND'] })
    .input(z.object({ postId: input.id, userId: input.id.optional() }))
    .use(sharedTransaction)
    .output(LikeState)
    .mutation(async ({ ctx, input: { postId, userId } }) => {
      const liker = subject(ctx, userId, 'userId')
      const removed = await unlike(ctx, { postId, userId: liker })
      if (removed.length === 0) await mustExist(ctx, 'users', liker)
      return { likeCount: await likeCount(ctx, postId), likedByViewer: false }
    }),

  users: anyone
    .meta({ http: 'GET /posts/{postId}/likes', reasons: ['POST_NOT_FOUND'] })
    .input(z.object({ postId: input.id, ...page(byTime) }))
    .output(pageOf(Author))
    .query(async ({ ctx, input: { postId, limit, cursor } }) => {
      const rows = await likers(ctx, { postId, ...olderThan(cursor), limit: limit + 1 })
      if (rows.length === 0) await likeCount(ctx, postId)
      const { items, nextCursor } = toPage(rows, limit, (like) => [Date.parse(like.createdAt), like.userId])
      return { items: items.map((like) => like.user), nextCursor }
    }),
})
