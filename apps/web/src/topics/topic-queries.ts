import { byCursor, trpc } from '../trpc.ts'

/** The categories whose name contains a text, by name. */
export function categoryList(q: string) {
  return trpc.categories.list.infiniteQueryOptions({ limit: 50, ...(q && { q }) }, byCursor)
}

/** The tags whose name contains a text, by name. */
export function tagList(q: string) {
  return trpc.tags.list.infiniteQueryOptions({ limit: 100, ...(q && { q }) }, byCursor)
}
