import { trpc } from '../trpc.ts'

const getNextPageParam = ({ nextCursor }: { nextCursor: string | null }) => nextCursor

/** An author with their newest posts. */
export function authorOptions(username: string) {
  return trpc.users.byUsername.queryOptions({ username, posts: { content: 'excerpt' } })
}

/** The posts of an author after those that came with them. */
export function olderPosts(authorId: number, initialCursor: string) {
  return trpc.posts.list.infiniteQueryOptions({ authorId, content: 'excerpt' }, { getNextPageParam, initialCursor })
}

/** Who follows somebody. */
export function followersOptions(userId: number) {
  return trpc.follows.followers.infiniteQueryOptions({ userId }, { getNextPageParam })
}

/** Whom somebody follows. */
export function followingOptions(userId: number) {
  return trpc.follows.following.infiniteQueryOptions({ userId }, { getNextPageParam })
}

/** Everybody who has an account, with their newest posts. */
export function authorsOptions(q: string) {
  return trpc.users.list.infiniteQueryOptions({ content: 'excerpt', ...(q && { q }) }, { getNextPageParam })
}
