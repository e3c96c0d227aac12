import { trpc } from '../trpc.ts'
import { listedPost } from './post-cache.ts'

/** A post. While it loads, the data from a list is shown, without its text. */
export function postOptions(id: number) {
  return trpc.posts.byId.queryOptions({ id }, { placeholderData: () => listedPost(id) })
}
