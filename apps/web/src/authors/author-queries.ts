import { byCursor, trpc } from '../trpc.ts'

/** An author with their newest posts. */
export function authorOptions(username: string) {
  return trpc.users.byUsername.queryOptions({ username, posts: { content: 'excerpt' } })
}

/** The posts of an author after those that came with them. */
export function olderPosts(authorId: number, initialCursor: string) {
  return trpc.posts.list.infiniteQueryOptions({ authorId, content: 'excerpt' }, { ...byCursor, initialCursor })
}

/** Who follows somebody. */
export function followersOptions(userId: number) {
  return trpc.follows.followers.infiniteQueryOptions({ userId }, byCursor)
}

/** Whom somebody follows. */
export function followingOptions(userId: number) {
  return trpc.follows.following.infiniteQueryOptions({ userId }, byCursor)
}

/** Everybody who has an account, with their newest posts. */
export function authorsOptions(q: string) {
  return trpc.users.list.infiniteQueryOptions({ content: 'excerpt', ...(q && { q }) }, byCursor)
}
