import { byCursor, trpc } from '../trpc.ts'

interface Filter {
  tag?: string | undefined
  category?: number | undefined
}

/** Which posts the home page lists: all, or those with a tag and in a category. */
export const listedPosts = ({ tag, category }: Filter) => ({
  ...(tag && { tags: { all: [tag] } }),
  ...(category && { categoryId: category }),
  content: 'excerpt' as const,
})

// New posts are offered above the list: it does not change when the window gets the focus.
const steady = { ...byCursor, refetchOnWindowFocus: false }

/** The posts of the home page, newest first. */
export const latestPosts = (filter: Filter) => trpc.posts.list.infiniteQueryOptions(listedPosts(filter), steady)

/** The posts by those whom the viewer follows. */
export const feedPosts = trpc.feed.list.infiniteQueryOptions({ content: 'excerpt' }, steady)

/** Every category, for lists to choose from. */
export const allCategories = trpc.categories.list.queryOptions({ limit: 100 }, { staleTime: 60_000 })

/** The tags that most posts carry. */
export const popularTags = trpc.stats.topTags.queryOptions({ limit: 15 }, { staleTime: 60_000 })
