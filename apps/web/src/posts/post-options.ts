import { trpc } from '../trpc.ts'
import { listedPost } from './post-cache.ts'

/** A post; what a list has loaded of it is shown meanwhile. */
export function postOptions(id: number) {
  return trpc.posts.byId.queryOptions({ id }, { placeholderData: () => listedPost(id) })
}
