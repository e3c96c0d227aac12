import type { InfiniteData } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { queryClient, trpc } from '../trpc.ts'

type Post = RouterOutputs['posts']['byId']
type Posts = RouterOutputs['posts']['list']
type Hits = RouterOutputs['search']['posts']

const lists = [trpc.posts.list.pathFilter(), trpc.feed.list.pathFilter(), trpc.tags.posts.pathFilter()]
const everywhere = [
  ...lists,
  trpc.posts.byId.pathFilter(),
  trpc.search.posts.pathFilter(),
  trpc.users.byUsername.pathFilter(),
]

/** Cancels running queries of posts, so that an older response does not overwrite a change. */
export async function stopLoadingPosts(): Promise<void> {
  await Promise.all(everywhere.map((filter) => queryClient.cancelQueries(filter)))
}

/** Invalidates every query that contains posts. */
export function postsChanged(): void {
  for (const filter of everywhere) void queryClient.invalidateQueries(filter)
}

/** Changes a post wherever it was loaded. Returns it as it was, if it was there. */
export function changePost(id: number, change: (post: Post) => Partial<Post>): Post | undefined {
  let before: Post | undefined
  const changed = (post: Post): Post => {
    if (post.id !== id) return post
    before ??= post
    return { ...post, ...change(post) }
  }
  const inPage = <P extends { items: Post[] }>(page: P): P => ({ ...page, items: page.items.map(changed) })

  queryClient.setQueriesData<Post>(trpc.posts.byId.pathFilter(), (post) => post && changed(post))
  for (const filter of lists) {
    queryClient.setQueriesData<InfiniteData<Posts>>(
      filter,
      (data) => data && { ...data, pages: data.pages.map(inPage) },
    )
  }
  queryClient.setQueriesData<InfiniteData<Hits>>(
    trpc.search.posts.pathFilter(),
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((hit) => ({ ...hit, post: changed(hit.post) })),
        })),
      },
  )
  queryClient.setQueriesData<RouterOutputs['users']['byUsername']>(
    trpc.users.byUsername.pathFilter(),
    (user) => user && { ...user, posts: inPage(user.posts) },
  )
  return before
}

/** A post that a list has loaded already: shown while the post itself loads. */
export function listedPost(id: number): Post | undefined {
  const pages = [
    ...lists.flatMap((filter) =>
      queryClient.getQueriesData<InfiniteData<Posts>>(filter).flatMap(([, data]) => data?.pages ?? []),
    ),
    ...queryClient
      .getQueriesData<RouterOutputs['users']['byUsername']>(trpc.users.byUsername.pathFilter())
      .flatMap(([, user]) => user?.posts ?? []),
  ]
  for (const { items } of pages) {
    const post = items.find((post) => post.id === id)
    if (post) return post
  }
  return undefined
}
