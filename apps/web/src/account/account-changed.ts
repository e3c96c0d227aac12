import { queryClient, trpc } from '../trpc.ts'

/** Invalidates the queries that show the viewer's names: all but those of the org chart. */
export function accountChanged(): void {
  for (const router of [trpc.viewer, trpc.users, trpc.posts, trpc.feed, trpc.comments, trpc.follows, trpc.search]) {
    void queryClient.invalidateQueries(router.pathFilter())
  }
}
