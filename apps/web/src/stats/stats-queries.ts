import { trpc } from '../trpc.ts'

const fresh = { staleTime: 10_000 }

/** Totals. */
export const totals = trpc.stats.blog.queryOptions(undefined, fresh)
/** Posts of each of the last twelve months. */
export const monthlyPosts = trpc.stats.postsOverTime.queryOptions({ months: 12 }, fresh)
/** The tags that most posts carry. */
export const topTags = trpc.stats.topTags.queryOptions({ limit: 10 }, fresh)
/** The authors who wrote most. */
export const topAuthors = trpc.stats.topAuthors.queryOptions({ limit: 10 }, fresh)
