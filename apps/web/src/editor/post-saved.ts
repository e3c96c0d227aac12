import { postsChanged } from '../posts/post-cache.ts'
import { queryClient, trpc } from '../trpc.ts'

/** Marks as out of date what a new or changed post may have changed elsewhere. */
export function postSaved(): void {
  postsChanged()
  for (const router of [trpc.tags, trpc.categories, trpc.stats]) void queryClient.invalidateQueries(router.pathFilter())
}
