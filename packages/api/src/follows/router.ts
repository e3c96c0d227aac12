import { type Connection, type Placeholders, prepared } from '@trellis/db'
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
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { anyone, mustExist, notFound, router, transaction, viewer } from '../rpc.ts'
import { Author, authorSelection } from '../users/author.ts'

const FollowState = z.object({ followerCount: z.number(), followedByViewer: z.boolean() })

const followersOf = prepared(({ db, tables: { users } }, { userId }: Placeholders<{ userId: number }>) =>
  db.select({ followerCount: users.followerCount }).from(users).where(eq(users.id, userId)),
)

type ListValues = { userId: number; limit: number } & TimePosition

const followers = prepared(({ db }, at: Placeholders<ListValues>) =>
  db.query.follows.findMany({
    columns: { createdAt: true, followerId: true },
    with: { follower: authorSelection },
    where: { followeeId: at.userId, RAW: (follow) => isOlder(follow.createdAt, follow.followerId, at) },
    orderBy: { createdAt: 'desc', followerId: 'desc' },
    limit: at.limit,
  }),
)

const following = prepared(({ db }, at: Placeholders<ListValues>) =>
  db.query.follows.findMany({
    columns: { createdAt: true, followeeId: true },
    with: { followee: authorSelection },
    where: { followerId: at.userId, RAW: (follow) => isOlder(follow.createdAt, follow.followeeId, at) },
    orderBy: { createdAt: 'desc', followeeId: 'desc' },
    limit: at.limit,
  }),
)

async function followerCount(ctx: Connection & MayRefuse<'USER_NOT_FOUND'>, userId: number): Promise<number> {
  const [user] = await followersOf(ctx, { userId })
  if (!user) throw notFound(ctx, 'users')
  return user.followerCount
}

const listInput = z.object({ userId: input.id, ...page(byTime) })

/** Many-to-many between users and users: who follows whom. */
export const follows = router({
  follow: viewer
    .meta({ http: 'PUT /users/{userId}/follow', reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND', 'SELF_FOLLOW'] })
    .input(z.object({ userId: input.id, followerId: input.id.optional() }))
    .use(transaction)
    .output(FollowState)
    .mutation(async ({ ctx, input: { userId, followerId } }) => {
      await ctx.db
        .insert(ctx.tables.follows)
        .values({ followerId: subject(ctx, followerId, 'followerId'), followeeId: userId })
        .onConflictDoNothing()
      return { followerCount: await followerCount(ctx, userId), followedByViewer: true }
    }),

  unfollow: viewer
    .meta({ http: 'DELETE /users/{userId}/follow', reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND'] })
    .input(z.object({ userId: input.id, followerId: input.id.optional() }))
    .use(transaction)
    .output(FollowState)
    .mutation(async ({ ctx, input: { userId, followerId } }) => {
      const { follows } = ctx.tables
      const follower = subject(ctx, followerId, 'followerId')
      const removed = await ctx.db
        .delete(follows)
        .where(and(eq(follows.followerId, follower), eq(follows.followeeId, userId)))
        .returning({ followerId: follows.followerId })
      if (removed.length === 0) await mustExist(ctx, 'users', follower)
      return { followerCount: await followerCount(ctx, userId), followedByViewer: false }
    }),

  followers: anyone
    .meta({ http: 'GET /users/{userId}/followers', reasons: ['USER_NOT_FOUND'] })
    .input(listInput)
    .output(pageOf(Author))
    .query(async ({ ctx, input: { userId, limit, cursor } }) => {
      const rows = await followers(ctx, { userId, ...olderThan(cursor), limit: limit + 1 })
      if (rows.length === 0) await followerCount(ctx, userId)
      const { items, nextCursor } = toPage(rows, limit, (row) => [Date.parse(row.createdAt), row.followerId])
      return { items: items.map((row) => row.follower), nextCursor }
    }),

  following: anyone
    .meta({ http: 'GET /users/{userId}/following', reasons: ['USER_NOT_FOUND'] })
    .input(listInput)
    .output(pageOf(Author))
    .query(async ({ ctx, input: { userId, limit, cursor } }) => {
      const rows = await following(ctx, { userId, ...olderThan(cursor), limit: limit + 1 })
      if (rows.length === 0) await followerCount(ctx, userId)
      const { items, nextCursor } = toPage(rows, limit, (row) => [Date.parse(row.createdAt), row.followeeId])
      return { items: items.map((row) => row.followee), nextCursor }
    }),
})
