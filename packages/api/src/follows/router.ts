import { type Connection, counterOf, linkTable, type Placeholders, preparedVariants, type Tables } from '@trellis/db'
import { actingUserId, pageOf, type Refuses } from '@trellis/rpc'
import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { notifyOfFollow } from '../notifications/notify.ts'
import { newest, type TimePosition } from '../orders.ts'
import { assertExists, protectedProcedure, publicProcedure, router } from '../rpc.ts'
import { Author } from '../users/author.ts'

const FollowState = z.object({ followerCount: z.number(), followedByViewer: z.boolean() })

const followLinks = linkTable(({ follows }: Tables) => follows, ['followeeId', 'followerId'])

const followerCountOf = counterOf(({ users }: Tables) => users, 'followerCount')

type ListValues = { userId: number; limit: number } & TimePosition

/** The columns of a user and of the users listed: followers, or followed users. */
type Ends = ['followeeId', 'followerId'] | ['followerId', 'followeeId']

const listedUsers = preparedVariants(
  ({ db, tables: { follows, users, profiles } }, [own, other]: Ends, at: Placeholders<ListValues>) =>
    db
      .select({
        followedAt: follows.createdAt,
        user: { id: users.id, username: users.username, fullName: profiles.fullName },
      })
      .from(follows)
      .innerJoin(users, eq(users.id, follows[other]))
      .leftJoin(profiles, eq(profiles.userId, users.id))
      .where(and(eq(follows[own], at.userId), newest.condition([follows.createdAt, follows[other]], at)))
      .orderBy(desc(follows.createdAt), desc(follows[other]))
      .limit(at.limit),
)

async function followerCount(ctx: Connection & Refuses<'USER_NOT_FOUND'>, userId: number): Promise<number> {
  const count = await followerCountOf(ctx, { id: userId })
  if (count === undefined) throw ctx.refuse('USER_NOT_FOUND')
  return count
}

/** A page of the users at the other end of the follows of a user, newest first. */
const listOf = (name: 'followers' | 'following', ends: Ends) =>
  publicProcedure
    .meta({ http: `GET /users/{userId}/${name}`, reasons: ['USER_NOT_FOUND'] })
    .input(z.object({ userId: input.id, ...newest.input }))
    .output(pageOf(Author))
    .query(async ({ ctx, input: { userId, limit, cursor } }) => {
      const rows = await listedUsers(ctx, ends, { userId, ...newest.after(cursor), limit: limit + 1 })
      if (rows.length === 0) await followerCount(ctx, userId)
      const { items, nextCursor } = newest.page(rows, limit, ({ followedAt, user }) => [followedAt, user.id])
      return { items: items.map(({ user }) => user), nextCursor }
    })

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

  followers: listOf('followers', ['followeeId', 'followerId']),
  following: listOf('following', ['followerId', 'followeeId']),
})
