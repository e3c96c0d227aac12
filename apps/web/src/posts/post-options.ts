import { trpc } from '../trpc.ts'
import { listedPost } from './post-cache.ts'

/** A post; what a list has loaded of it, its text left out, is shown meanwhile. */
export function postOptions(id: number) {
  return trpc.posts.byId.queryOptions({ id }, { placeholderData: () => listedPost(id) })
}
