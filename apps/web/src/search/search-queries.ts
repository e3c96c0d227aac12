import { byCursor, trpc } from '../trpc.ts'

/** What the address of the search page says. */
export interface SearchSearch {
  q?: string | undefined
  tag?: string | undefined
  category?: number | undefined
}

/** The posts with all of the words, those with them in the title first. */
export function foundPosts({ q = '', tag, category }: SearchSearch) {
  return trpc.search.posts.infiniteQueryOptions(
    { q, mode: 'words', content: 'excerpt', ...(tag && { tag }), ...(category && { categoryId: category }) },
    byCursor,
  )
}

/** The words and phrases of a search, without its tags and authors: what to mark where it is found. */
export function soughtWords(q: string): string[] {
  const parts = [...q.matchAll(/([#@]?)(?:"([^"]*)"?|([^\s"]+))/g)]
  return parts.flatMap(([, sign, quoted, bare]) => (sign ? [] : ((quoted ?? bare)?.trim() ?? [])))
}
