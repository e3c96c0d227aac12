import { type Connection, counterOf, linkTable, type Placeholders, prepared, type Tables } from '@trellis/db'
import { actingUserId, pageOf, type Refuses } from '@trellis/rpc'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { notifyOfFollow } from '../notifications/notify.ts'
import { newest, type TimePosition } from '../orders.ts'
import { assertExists, protectedProcedure, publicProcedure, router } from '../rpc.ts'
import { Author, authorSelection } from '../users/author.ts'

const FollowState = z.object({ followerCount: z.number(), followedByViewer: z.boolean() })

const followLinks = linkTable(({ follows }: Tables) => follows, ['followeeId', 'followerId'])

const followerCountOf = counterOf(({ users }: Tables) => users, 'followerCount')

type ListValues = { userId: number; limit: number } & TimePosition

const followers = prepared(({ db }, at: Placeholders<ListValues>) =>
  db.query.follows.findMany({
    columns: { createdAt: true, followerId: true },
    with: { follower: authorSelection },
    where: { followeeId: at.userId, RAW: (follow) => newest.condition([follow.createdAt, follow.followerId], at) },
    orderBy: { createdAt: 'desc', followerId: 'desc' },
    limit: at.limit,
  }),
)

const following = prepared(({ db }, at: Placeholders<ListValues>) =>
  db.query.follows.findMany({
    columns: { createdAt: true, followeeId: true },
    with: { followee: authorSelection },
    where: { followerId: at.userId, RAW: (follow) => newest.condition([follow.createdAt, follow.followeeId], at) },
    orderBy: { createdAt: 'desc', followeeId: 'desc' },
    limit: at.limit,
  }),
)

async function followerCount(ctx: Connection & Refuses<'USER_NOT_FOUND'>, userId: number): Promise<number> {
  const count = await followerCountOf(ctx, { id: userId })
  if (count === undefined) throw ctx.refuse('USER_NOT_FOUND')
  return count
}

const listInput = z.object({ userId: input.id, ...newest.input })

/** Many-to-many between users and users: who follows whom. */
export const follows = router({
  follow: protectedProcedure
    .meta({
      http: 'PUT /users/{userId}/follow',
      reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND', 'SELF_FOLLOW'],
      sharesTransaction: true,
    })
    .input(z.object({ userId: input.id, followerId: input.id.optional() }))
    .output(FollowState)
    .mutation(async ({ ctx, input: { userId, followerId } }) => {
      const follow = { followeeId: userId, followerId: actingUserId(ctx, followerId, 'followerId') }
      await followLinks.add(ctx, follow)
      await notifyOfFollow(ctx, follow)
      return { followerCount: await followerCount(ctx, userId), followedByViewer: true }
    }),

  unfollow: protectedProcedure
    .meta({
      http: 'DELETE /users/{userId}/follow',
      reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND'],
      sharesTransaction: true,
    })
    .input(z.object({ userId: input.id, followerId: input.id.optional() }))
    .output(FollowState)
    .mutation(async ({ ctx, input: { userId, followerId } }) => {
      const follower = actingUserId(ctx, followerId, 'followerId')
      const wasThere = await followLinks.remove(ctx, { followeeId: userId, followerId: follower })
      if (!wasThere) await assertExists(ctx, 'USER_NOT_FOUND', follower)
      return { followerCount: await followerCount(ctx, userId), followedByViewer: false }
    }),

  followers: publicProcedure
    .meta({ http: 'GET /users/{userId}/followers', reasons: ['USER_NOT_FOUND'] })
    .input(listInput)
    .output(pageOf(Author))
    .query(async ({ ctx, input: { userId, limit, cursor } }) => {
      const rows = await followers(ctx, { userId, ...newest.after(cursor), limit: limit + 1 })
      if (rows.length === 0) await followerCount(ctx, userId)
      const { items, nextCursor } = newest.page(rows, limit, (row) => [row.createdAt, row.followerId])
      return { items: items.map((row) => row.follower), nextCursor }
    }),

  following: publicProcedure
    .meta({ http: 'GET /users/{userId}/following', reasons: ['USER_NOT_FOUND'] })
    .input(listInput)
    .output(pageOf(Author))
    .query(async ({ ctx, input: { userId, limit, cursor } }) => {
      const rows = await following(ctx, { userId, ...newest.after(cursor), limit: limit + 1 })
      if (rows.length === 0) await followerCount(ctx, userId)
      const { items, nextCursor } = newest.page(rows, limit, (row) => [row.createdAt, row.followeeId])
      return { items: items.map((row) => row.followee), nextCursor }
    }),
})
