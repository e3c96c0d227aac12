import { postsChanged } from '../posts/post-cache.ts'
import { queryClient, trpc } from '../trpc.ts'

/** Invalidates the queries that a new or changed post affects. */
export function postSaved(): void {
  postsChanged()
  for (const router of [trpc.tags, trpc.categories, trpc.stats]) void queryClient.invalidateQueries(router.pathFilter())
}
