import type { RouterOutputs } from '@trellis/api'
import { postsChanged } from '../posts/post-cache.ts'
import { queryClient, trpc } from '../trpc.ts'

/** Keeps a new or changed post, and invalidates the queries that it affects. */
export function postSaved(post: RouterOutputs['posts']['byId']): void {
  queryClient.setQueryData(trpc.posts.byId.queryKey({ id: post.id }), post)
  postsChanged()
  for (const router of [trpc.tags, trpc.categories, trpc.stats]) void queryClient.invalidateQueries(router.pathFilter())
}
