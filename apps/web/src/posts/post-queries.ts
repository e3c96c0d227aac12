import { byCursor, trpc } from '../trpc.ts'

/** The posts of the home page, newest first, narrowed to a tag and a category. */
export function latestPosts({ tag, category }: { tag?: string | undefined; category?: number | undefined }) {
  const filter = { ...(tag && { tags: { all: [tag] } }), ...(category && { categoryId: category }) }
  return trpc.posts.list.infiniteQueryOptions({ ...filter, content: 'excerpt' }, byCursor)
}

/** The posts by those whom the viewer follows. */
export const feedPosts = trpc.feed.list.infiniteQueryOptions({ content: 'excerpt' }, byCursor)

/** Every category, for lists to choose from. */
export const allCategories = trpc.categories.list.queryOptions({ limit: 100 }, { staleTime: 60_000 })

/** The tags that most posts carry. */
export const popularTags = trpc.stats.topTags.queryOptions({ limit: 15 }, { staleTime: 60_000 })
