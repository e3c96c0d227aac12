import { trpc } from '../trpc.ts'

/** What the address of the search page says. */
export interface SearchSearch {
  q?: string | undefined
  tag?: string | undefined
  category?: number | undefined
}

/** The posts that contain a text, those with it in the title first. */
export function foundPosts({ q = '', tag, category }: SearchSearch) {
  return trpc.search.posts.infiniteQueryOptions(
    { q, content: 'excerpt', ...(tag && { tag }), ...(category && { categoryId: category }) },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  )
}
