import type { RouterOutputs } from '@trellis/api'
import { changeRows, rowsIn } from '../row-cache.ts'
import { queryClient, trpc } from '../trpc.ts'

type Post = RouterOutputs['posts']['byId']

const lists = [
  trpc.posts.list.pathFilter(),
  trpc.feed.list.pathFilter(),
  trpc.tags.posts.pathFilter(),
  trpc.users.byUsername.pathFilter(),
]
const everywhere = [...lists, trpc.posts.byId.pathFilter(), trpc.search.posts.pathFilter()]

const isPost = (value: object): value is Post => 'likedByViewer' in value

/** Cancels running queries of posts, so that an older response does not overwrite a change. */
export async function stopLoadingPosts(): Promise<void> {
  await Promise.all(everywhere.map((filter) => queryClient.cancelQueries(filter)))
}

/** Invalidates every query that contains posts. */
export function postsChanged(): void {
  for (const filter of everywhere) void queryClient.invalidateQueries(filter)
}

/** Changes a post wherever it was loaded. */
export function changePost(id: number, change: (post: Post) => Partial<Post>): void {
  changeRows(everywhere, isPost, id, change)
}

/** A post that a list has loaded already: shown while the post itself loads. */
export function listedPost(id: number): Post | undefined {
  return lists
    .flatMap((filter) => queryClient.getQueriesData(filter))
    .flatMap(([, data]) => rowsIn(data, isPost))
    .find((post) => post.id === id)
}
