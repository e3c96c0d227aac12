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

const FollowState = z.object({ followerCount: z.number(), followedByViewer: z.boolean() })

type Follow = { followerId: number; followeeId: number }

const follow = together({
  one: prepared(({ db, tables: { follows } }: Connection, row: Placeholders<Follow & { createdAt: string }>) =>
    db
      .insert(follows)
      .values({ followerId: row.followerId, followeeId: row.followeeId, createdAt: row.createdAt })
      .onConflictDoNothing(),
  ),
  many: async ({ db, tables: { follows } }: Connection, rows: (Follow & { createdAt: string })[]) => {
    await db.insert(follows).values(rows).onConflictDoNothing()
    return rows
  },
  order: ['followeeId', 'followerId'],
})

const isFollow = ({ follows }: Connection['tables'], { followerId, followeeId }: Follow | Placeholders<Follow>) =>
  and(eq(follows.followerId, followerId), eq(follows.followeeId, followeeId))

const unfollow = together({
  one: prepared(({ db, tables }: Connection, row: Placeholders<Follow>) => {
    const { followerId, followeeId } = tables.follows
    return db.delete(tables.follows).where(isFollow(tables, row)).returning({ followerId, followeeId })
  }),
  many: async ({ db, tables }: Connection, rows: Follow[]) => {
    const { followerId, followeeId } = tables.follows
    const removed = await db
      .delete(tables.follows)
      .where(or(...rows.map((row) => isFollow(tables, row))))
      .returning({ followerId, followeeId })
    return rows.map((row) =>
      removed.filter((one) => one.followerId === row.followerId && one.followeeId === row.followeeId),
    )
  },
  order: ['followeeId', 'followerId'],
})

const followersOfUsers = prepared(
  ({ db, tables: { users }, expressions }: Connection, { ids }: Placeholders<{ ids: ListValue }>) =>
    db
      .select({ id: users.id, followerCount: users.followerCount })
      .from(users)
      .where(expressions.isAmong(users.id, expressions.listed(ids))),
)

const followersOf = together({
  one: prepared(({ db, tables: { users } }: Connection, { userId }: Placeholders<{ userId: number }>) =>
    db.select({ id: users.id, followerCount: users.followerCount }).from(users).where(eq(users.id, userId)),
  ),
  many: async (connection: Connection, of: { userId: number }[]) => {
    const ids = [...new Set(of.map(({ userId }) => userId))]
    const users = await followersOfUsers(connection, { ids: connection.expressions.listOf(ids) })
    const byId = Map.groupBy(users, ({ id }) => id)
    return of.map(({ userId }) => byId.get(userId) ?? [])
  },
  order: ['userId'],
})

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
    .use(sharedTransaction)
    .output(FollowState)
    .mutation(async ({ ctx, input: { userId, followerId } }) => {
      await follow(ctx, {
        followerId: subject(ctx, followerId, 'followerId'),
        followeeId: userId,
        createdAt: new Date().toISOString(),
      })
      return { followerCount: await followerCount(ctx, userId), followedByViewer: true }
    }),

  unfollow: viewer
    .meta({ http: 'DELETE /users/{userId}/follow', reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND'] })
    .input(z.object({ userId: input.id, followerId: input.id.optional() }))
    .use(sharedTransaction)
    .output(FollowState)
    .mutation(async ({ ctx, input: { userId, followerId } }) => {
      const follower = subject(ctx, followerId, 'followerId')
      const removed = await unfollow(ctx, { followerId: follower, followeeId: userId })
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
