import { queryClient, trpc } from '../trpc.ts'

/** Marks as out of date what shows the viewer's names: everything, in the end, but for the org chart. */
export function accountChanged(): void {
  for (const router of [trpc.viewer, trpc.users, trpc.posts, trpc.feed, trpc.comments, trpc.follows, trpc.search]) {
    void queryClient.invalidateQueries(router.pathFilter())
  }
}
