import { type Placeholders, prepared, preparedVariants, type Tables } from '@trellis/db'
import { actingUserId, inlined, pageOf } from '@trellis/rpc'
import { since } from '@trellis/rpc/live'
import { eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { newest, type TimePosition } from '../orders.ts'
import { postChanges } from '../posts/changes.ts'
import { type PostListValues, type PostVariant, postPage, selectPostList } from '../posts/lists.ts'
import { contentLength, PostView } from '../posts/views.ts'
import { protectedProcedure, router } from '../rpc.ts'
import { followedPosts } from './changes.ts'

/** For users who follow more than this, a scan of the newest posts is faster than reading the posts of each author. */
const MANY = 50

/**
 * How many of the newest posts are searched for posts of followed authors, at most. The search may find too few: it must
 * not cost much more than reading the posts of each author.
 */
const lookedThrough = (following: number) => (following > 400 ? 10_000 : 2_000)

const followingCount = prepared(({ db, tables: { users } }, { userId }: Placeholders<{ userId: number }>) =>
  db.select({ followingCount: users.followingCount }).from(users).where(eq(users.id, userId)),
)

type FeedValues = { userId: number } & PostListValues

interface RecentVariant extends PostVariant {
  lookedThrough: number
}

/** Posts of followed authors among the newest of all posts. For users who follow many authors. */
const recentOfFollowed = preparedVariants((connection, variant: RecentVariant, at: Placeholders<FeedValues>) => {
  const { posts } = connection.tables
  const newest = sql`select recent.id, recent.author_id, recent.created_at from ${posts} as recent
    where (recent.created_at, recent.id) < ${cursorOf(posts, at)}
    order by recent.created_at desc, recent.id desc limit ${inlined(variant.lookedThrough)}`
  // Not `exists`: an engine may turn that into a join that starts with the follows or with all posts.
  const followed = sql`${posts.id} in (select id from (${newest}) as newest
    where (select 1 from follows where follower_id = ${at.userId} and followee_id = newest.author_id limit 1) is not null
    order by created_at desc, id desc limit ${inlined(variant.count)})`
  return selectPostList(connection, variant, at, followed)
})

/** The newest posts of each followed author, however old. */
const newestOfEach = preparedVariants((connection, variant: PostVariant, at: Placeholders<FeedValues>) => {
  const { posts } = connection.tables
  const authors = sql`select followee_id as value from follows where follower_id = ${at.userId}`
  const newest = (author: SQL) => sql`select own.id, own.created_at as rank from ${posts} as own
    where own.author_id = ${author} and (own.created_at, own.id) < ${cursorOf(posts, at)}
    order by own.created_at desc, own.id desc limit ${inlined(variant.count)}`
  const newestOfAll = connection.expressions.highestOfEach(authors, newest, inlined(variant.count))
  return selectPostList(connection, variant, at, sql`${posts.id} in ${newestOfAll}`)
})

const cursorOf = ({ createdAt }: Tables['posts'], { cursorTime, cursorId }: Placeholders<TimePosition>) =>
  sql`(${sql.param(cursorTime, createdAt)}, ${cursorId})`

/** Posts by those a user follows. */
export const feed = router({
  list: protectedProcedure
    .meta({ http: 'GET /feed', reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND'] })
    .input(z.object({ userId: input.id.optional(), content: contentLength, ...newest.input }))
    .output(pageOf(PostView))
    .query(async ({ ctx, input: { userId, ...page } }) => {
      const reader = actingUserId(ctx, userId, 'userId')
      const [user] = await followingCount(ctx, { userId: reader })
      if (!user) throw ctx.refuse('USER_NOT_FOUND')
      if (user.followingCount > MANY) {
        const recent = await postPage(ctx, page, (variant, values) =>
          recentOfFollowed(
            ctx,
            { ...variant, lookedThrough: lookedThrough(user.followingCount) },
            { ...values, userId: reader },
          ),
        )
        if (recent.nextCursor !== null) return recent
      }
      // To read the posts of many authors takes long, so it does not run on the event loop.
      const on = user.followingCount > MANY ? ctx.store.readInWorker : ctx
      return postPage(ctx, page, (variant, values) => newestOfEach(on, variant, { ...values, userId: reader }))
    }),

  changes: protectedProcedure
    .meta({ http: 'GET /feed/changes', reasons: ['NOT_ALLOWED'] })
    .input(z.object({ userId: input.id.optional(), ...since }))
    .output(postChanges.output)
    .subscription(({ ctx, input: { userId, ...input }, signal }) => {
      const where = followedPosts(ctx.store.read, actingUserId(ctx, userId, 'userId'))
      return postChanges.follow(ctx, { ...input, where, signal })
    }),
})
