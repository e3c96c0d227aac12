import { fold, type Placeholders, prepared, preparedVariants } from '@trellis/db'
import {
  assertNotStale,
  atVersion,
  type Caller,
  changes,
  inlined,
  isPrivileged,
  isRecent,
  ownedBy,
  pageOf,
  readCount,
  rowOrThrow,
  version,
  viewerId,
} from '@trellis/rpc'
import { and, eq, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { byId, newest } from '../orders.ts'
import { contentLength, postBytes } from '../posts/views.ts'
import { adminProcedure, notFoundOrForbidden, ownerProcedure, publicProcedure, router } from '../rpc.ts'
import { accounts } from './accounts.ts'
import { deletion } from './deletion.ts'
import { newestPostsOf, newestPostsOfEach } from './newest-posts.ts'
import { UserView, UserWithPosts, userSelection, withEmail } from './views.ts'

/** The number of posts with each user of a list. */
const LISTED_POSTS = 3

const userById = prepared(({ db }, { id, viewer }: Placeholders<{ id: number; viewer: number }>) =>
  db.query.users.findFirst({ ...userSelection(viewer), where: { id } }),
)

const userByUsername = prepared(
  ({ db }, { usernameKey, viewer }: Placeholders<{ usernameKey: string; viewer: number }>) =>
    db.query.users.findFirst({ ...userSelection(viewer), where: { usernameKey } }),
)

const addressOf = prepared(({ db }, { id }: Placeholders<{ id: number }>) =>
  db.query.users.findFirst({ columns: { email: true, username: true }, where: { id } }),
)

type ListValues = { q?: string | undefined; cursorId: number; viewer: number }

const userList = preparedVariants(
  (
    { db, tables, expressions },
    { searched, count }: { searched: boolean; count: number },
    at: Placeholders<ListValues>,
  ) => {
    const { q, cursorId, viewer } = at
    const { profiles } = tables
    return db.query.users.findMany({
      ...userSelection(viewer),
      where: {
        id: { gt: cursorId },
        RAW: (user) =>
          searched
            ? sql`(${expressions.keyContains(user.usernameKey, q)} or exists (select 1 from ${profiles}
                where ${profiles.userId} = ${user.id} and ${expressions.keyContains(profiles.fullNameKey, q)}))`
            : sql`true`,
      },
      orderBy: { id: 'asc' },
      limit: inlined(count),
    })
  },
)

type Post = Awaited<ReturnType<typeof newestPostsOf>>[number]

/** A user with a page of posts. `posts` has more than `limit` rows if there is another page. */
function withPage<U extends { id: number; email: string }>(user: U, posts: Post[], caller: Caller, limit: number) {
  return {
    ...withEmail(user, caller),
    posts: newest.page(posts, limit, (post) => [post.createdAt, post.id], postBytes),
  }
}

const postsInput = z.object({ limit: input.limit, content: contentLength }).prefault({})

/** Users, each with a profile (one-to-one) and posts (one-to-many). */
export const users = router({
  ...accounts,

  byId: publicProcedure
    .meta({ http: 'GET /users/{id}', reasons: ['USER_NOT_FOUND'] })
    .input(z.object({ id: input.id, posts: postsInput }))
    .output(UserWithPosts)
    .query(async ({ ctx, input: { id, posts } }) => {
      const caller = await ctx.identify()
      const viewer = viewerId(caller)
      const [user, newest] = await Promise.all([userById(ctx, { id, viewer }), newestPostsOf(ctx, id, posts, viewer)])
      if (!user) throw ctx.refuse('USER_NOT_FOUND')
      return withPage(user, newest, caller, posts.limit)
    }),

  byUsername: publicProcedure
    .meta({ http: 'GET /users/by-username/{username}', reasons: ['USER_NOT_FOUND'] })
    .input(z.object({ username: input.line(50), posts: postsInput }))
    .output(UserWithPosts)
    .query(async ({ ctx, input: { username, posts } }) => {
      const caller = await ctx.identify()
      const viewer = viewerId(caller)
      const user = await userByUsername(ctx, { usernameKey: fold(username), viewer })
      if (!user) throw ctx.refuse('USER_NOT_FOUND')
      return withPage(user, await newestPostsOf(ctx, user.id, posts, viewer), caller, posts.limit)
    }),

  list: publicProcedure
    .meta({ http: ['GET /users', 'GET /users/efficient'] })
    .input(z.object({ q: input.query.optional(), content: contentLength, ...byId.input }))
    .output(pageOf(UserWithPosts))
    .query(async ({ ctx, input: { q, content, limit, cursor } }) => {
      const caller = await ctx.identify()
      const viewer = viewerId(caller)
      const values = { q: q && fold(q), ...byId.after(cursor), viewer }
      const rows = await userList(ctx, { searched: q !== undefined, count: readCount(limit) }, values)
      const ids = rows.slice(0, limit).map((user) => user.id)
      const posts = await newestPostsOfEach(ctx, ids, { limit: LISTED_POSTS, content }, viewer)
      const bytes = ({ id }: { id: number }) =>
        (posts.get(id) ?? []).slice(0, LISTED_POSTS).reduce((sum, post) => sum + postBytes(post), 0)
      const { items, nextCursor } = byId.page(rows, limit, (user) => [user.id], bytes)
      return { items: items.map((user) => withPage(user, posts.get(user.id) ?? [], caller, LISTED_POSTS)), nextCursor }
    }),

  create: adminProcedure
    .meta({ http: 'POST /users', created: '/users/{id}', reasons: ['USERNAME_TAKEN', 'EMAIL_TAKEN'] })
    .input(
      z.object({
        username: input.username,
        email: input.email,
        profile: z.object({ fullName: input.fullName, bio: input.bio.nullish() }).optional(),
      }),
    )
    .output(UserView)
    .mutation(async ({ ctx, input: { username, email, profile } }) => {
      const { db, tables, caller } = ctx
      const [created] = await db
        .insert(tables.users)
        .values({ username, email: fold(email) })
        .returning({ id: tables.users.id })
      const { id } = rowOrThrow(created)
      if (profile) {
        await db.insert(tables.profiles).values({ ...profile, userId: id })
      }
      return withEmail(rowOrThrow(await userById(ctx, { id, viewer: viewerId(caller) })), caller)
    }),

  update: ownerProcedure
    .meta({
      http: 'PATCH /users/{id}',
      reasons: ['USER_NOT_FOUND', 'USERNAME_TAKEN', 'EMAIL_TAKEN', 'SIGN_IN_AGAIN', 'CONFIRM_EMAIL'],
      audited: true,
    })
    .input(z.object({ id: input.id, username: input.username.optional(), email: input.email.optional(), version }))
    // Outside of the transaction: the message to the old address is sent once the change is committed.
    .use(async ({ ctx, input: { id, email }, next }) => {
      const before = email && ctx.notices && (await addressOf(ctx, { id }))
      const result = await next()
      if (result.ok && before && before.email !== fold(email)) ctx.notices?.addressChanged(before, fold(email))
      return result
    })
    .output(UserView)
    .mutation(async ({ ctx, input: { id, username, email, version } }) => {
      const { db, tables, caller } = ctx
      if (email !== undefined && !isRecent(caller)) throw ctx.refuse('SIGN_IN_AGAIN')
      const owned = and(eq(tables.users.id, id), ownedBy(ctx, tables.users.id))
      const { emailVerified } = tables.users
      // A confirmed address is changed with messages to both addresses, which the identity package sends.
      const mayChange =
        email === undefined || isPrivileged(caller)
          ? undefined
          : or(eq(emailVerified, false), eq(tables.users.email, fold(email)))
      const asSeen = async () => withEmail(rowOrThrow(await userById(ctx, { id, viewer: viewerId(caller) })), caller)
      const [updated] = await db
        .update(tables.users)
        .set(
          changes(tables.users, {
            username,
            email: email && fold(email),
            emailVerified:
              email === undefined
                ? undefined
                : sql`${tables.users.emailVerified} and ${tables.users.email} = ${fold(email)}`,
          }),
        )
        .where(and(owned, mayChange, atVersion(tables.users, version)))
        .returning({ id: tables.users.id })
      if (updated) return asSeen()
      await assertNotStale(ctx, tables.users, owned, version, asSeen)
      if (mayChange && (await db.$count(tables.users, owned)) > 0) throw ctx.refuse('CONFIRM_EMAIL')
      throw await notFoundOrForbidden(ctx, 'USER_NOT_FOUND', id)
    }),

  ...deletion,
})
