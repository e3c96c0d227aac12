import { prepared, type Store } from '@trellis/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { anyone, router } from '../trpc.ts'

/** How old the numbers may be, in milliseconds: counting a million rows takes a while. */
const MAX_AGE = 1_000

const BlogStats = z.object({
  userCount: z.number(),
  postCount: z.number(),
  tagCount: z.number(),
  mostUsedTag: z.string().nullable(),
  mostProlificAuthor: z.string().nullable(),
})

const blogStats = prepared(({ db }) =>
  db
    .select({
      userCount: sql`(select count(*) from users)`.mapWith(Number),
      postCount: sql`(select count(*) from posts)`.mapWith(Number),
      tagCount: sql`(select count(*) from tags)`.mapWith(Number),
      // In two steps, each of which finds its row in an index: the highest count, then the first name that has it.
      mostUsedTag: sql<string | null>`(select name from tags where post_count > 0
        and post_count = (select max(post_count) from tags) order by name_key limit 1)`,
      mostProlificAuthor: sql<string | null>`(select username from users where post_count > 0
        and post_count = (select max(post_count) from users) order by username_key limit 1)`,
    })
    .from(sql`(select 1) as one`),
)

const cache = new WeakMap<Store, { stats: Promise<z.infer<typeof BlogStats>[]>; readAt: number }>()

function recentStats(ctx: Context) {
  let cached = cache.get(ctx.store)
  if (!cached || Date.now() - cached.readAt > MAX_AGE) {
    cached = { stats: Promise.resolve(blogStats(ctx)), readAt: Date.now() }
    cache.set(ctx.store, cached)
    // A failed count is not kept: the next caller tries again.
    cached.stats.catch(() => cache.delete(ctx.store))
  }
  return cached.stats
}

/** Numbers about the blog. */
export const stats = router({
  blog: anyone.output(BlogStats).query(async ({ ctx }) => {
    const [stats] = await recentStats(ctx)
    if (!stats) throw new Error('The count returned no row')
    return stats
  }),
})
