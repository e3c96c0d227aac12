import { type Connection, type Placeholders, prepared, preparedVariants } from '@trellis/db'
import { gt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Context, publicProcedure, router } from '../rpc.ts'
import { TagCount } from '../tags/views.ts'
import { Author, authorSelection } from '../users/author.ts'

/** How old the numbers may be, in milliseconds: counting a million rows is slow. */
const MAX_AGE = 1_000

const BlogStats = z.object({
  userCount: z.number(),
  postCount: z.number(),
  tagCount: z.number(),
  mostUsedTag: z.string().nullable(),
  mostProlificAuthor: z.string().nullable(),
})

/** A month, `2026-11`, and its number of posts. */
const MonthCount = z.object({ month: z.string(), postCount: z.number() })
/** An author and their number of posts. */
const AuthorCount = Author.extend({ postCount: z.number() })

const blogStats = prepared(({ db }) =>
  db
    .select({
      userCount: sql`(select count(*) from users)`.mapWith(Number),
      postCount: sql`(select count(*) from posts where created_at is not null)`.mapWith(Number),
      tagCount: sql`(select count(*) from tags)`.mapWith(Number),
      // Two steps, each by an index: the highest count, then the first name with this count.
      mostUsedTag: sql<string | null>`(select name from tags where post_count > 0
        and post_count = (select max(post_count) from tags) order by name_key limit 1)`,
      mostProlificAuthor: sql<string | null>`(select username from users where post_count > 0
        and post_count = (select max(post_count) from users) order by username_key limit 1)`,
    })
    .from(sql`(select 1) as one`),
)

/** The start of each month. */
type MonthStarts = Record<`month${number}`, string>

/** One count for each month, read from the index of posts by time: the engines have no common function for months. */
const monthlyPosts = preparedVariants(
  ({ db, tables: { posts } }: Connection, months: number, starts: Placeholders<MonthStarts>) => {
    const start = (month: number) => sql.param(starts[`month${month}`], posts.createdAt)
    const counts = Array.from({ length: months }, (_, month) => [
      String(month),
      sql`(select count(*) from ${posts} where ${posts.createdAt} >= ${start(month)}
      and ${posts.createdAt} < ${start(month + 1)})`.mapWith(Number),
    ])
    return db.select(Object.fromEntries(counts)).from(sql`(select 1) as one`)
  },
)

const usedTags = prepared(({ db, tables: { tags } }, { limit }: Placeholders<{ limit: number }>) =>
  db
    .select({ id: tags.id, name: tags.name, postCount: tags.postCount })
    .from(tags)
    .where(gt(tags.postCount, 0))
    .orderBy(sql`${tags.postCount} desc`, tags.nameKey)
    .limit(limit),
)

const prolificAuthors = prepared(({ db }, { limit }: Placeholders<{ limit: number }>) =>
  db.query.users.findMany({
    ...authorSelection,
    columns: { ...authorSelection.columns, postCount: true },
    where: { postCount: { gt: 0 } },
    orderBy: { postCount: 'desc', usernameKey: 'asc' },
    limit,
  }),
)

/** Caches the result of a query for `MAX_AGE`, shared by concurrent callers. */
function recent<Input, Output>(read: (ctx: Context, input: Input) => PromiseLike<Output>) {
  const cache = new WeakMap<Context['store'], Map<string, { answer: Promise<Output>; readAt: number }>>()
  return (ctx: Context, input: Input): Promise<Output> => {
    const answers = cache.get(ctx.store) ?? new Map<string, { answer: Promise<Output>; readAt: number }>()
    cache.set(ctx.store, answers)
    const key = JSON.stringify(input) ?? ''
    let cached = answers.get(key)
    if (!cached || Date.now() - cached.readAt > MAX_AGE) {
      cached = { answer: Promise.resolve(read(ctx, input)), readAt: Date.now() }
      answers.set(key, cached)
      // A failed count is not cached: the next caller tries again.
      cached.answer.catch(() => answers.delete(key))
    }
    return cached.answer
  }
}

const recentStats = recent(({ store }, _: undefined) => blogStats(store.readInWorker))
const recentTags = recent(({ store }, limit: number) => usedTags(store.readInWorker, { limit }))
const recentAuthors = recent(({ store }, limit: number) => prolificAuthors(store.readInWorker, { limit }))
const recentMonths = recent(async ({ store }, months: number) => {
  const now = new Date()
  const starts = Array.from({ length: months + 1 }, (_, month) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months + 1 + month)).toISOString(),
  )
  const values = Object.fromEntries(starts.map((start, month) => [`month${month}`, start]))
  const [counts] = await monthlyPosts(store.readInWorker, months, values)
  return starts
    .slice(0, months)
    .map((start, month) => ({ month: start.slice(0, 7), postCount: Number(counts?.[String(month)]) }))
})

const limit = z.number().int().min(1).max(50).default(10)

/** Numbers about the blog. */
export const stats = router({
  blog: publicProcedure
    .meta({ http: 'GET /blog-stats' })
    .output(BlogStats)
    .query(async ({ ctx }) => {
      const [stats] = await recentStats(ctx, undefined)
      if (!stats) throw new Error('The count returned no row')
      return stats
    }),

  postsOverTime: publicProcedure
    .meta({ http: 'GET /stats/posts-over-time', cost: 10 })
    .input(z.object({ months: z.number().int().min(1).max(60).default(12) }).prefault({}))
    .output(z.array(MonthCount))
    .query(({ ctx, input: { months } }) => recentMonths(ctx, months)),

  topTags: publicProcedure
    .meta({ http: 'GET /stats/top-tags', cost: 5 })
    .input(z.object({ limit }).prefault({}))
    .output(z.array(TagCount))
    .query(({ ctx, input }) => recentTags(ctx, input.limit)),

  topAuthors: publicProcedure
    .meta({ http: 'GET /stats/top-authors', cost: 5 })
    .input(z.object({ limit }).prefault({}))
    .output(z.array(AuthorCount))
    .query(({ ctx, input }) => recentAuthors(ctx, input.limit)),
})
