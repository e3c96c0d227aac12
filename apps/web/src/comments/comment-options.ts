import { trpc } from '../trpc.ts'

const getNextPageParam = ({ nextCursor }: { nextCursor: string | null }) => nextCursor

/** The comments of a post that answer no other, oldest first. */
export function commentsOptions(postId: number) {
  return trpc.comments.list.infiniteQueryOptions({ postId }, { getNextPageParam })
}

/** The replies to a comment, oldest first. */
export function repliesOptions(commentId: number) {
  return trpc.comments.replies.infiniteQueryOptions({ commentId }, { getNextPageParam })
}
