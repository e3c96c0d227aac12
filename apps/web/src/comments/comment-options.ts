import type { RouterOutputs } from '@trellis/api'
import { createContext, useContext } from 'react'
import { byCursor, trpc } from '../trpc.ts'

/** A comment or a reply. */
export type Comment = RouterOutputs['comments']['list']['items'][number]

/** The order of the top-level comments of a post. */
export type Order = 'oldest' | 'newest'

// Changes come while the page is watched: nothing moves when the window gets the focus.
const steady = { ...byCursor, refetchOnWindowFocus: false }

/** The comments of a post that are no replies. */
export function commentsOptions(postId: number, order: Order = 'oldest') {
  return trpc.comments.list.infiniteQueryOptions({ postId, order }, steady)
}

/** The replies to a comment, oldest first. */
export function repliesOptions(commentId: number) {
  return trpc.comments.replies.infiniteQueryOptions({ commentId }, steady)
}

/** The comment that the address names (`#comment-12`), with those above it, the top-level one first. */
export const Thread = createContext<Comment[]>([])

/** Whether a comment is the one that the address names, whether it is above that one, and which reply leads there. */
export function usePlaceInThread(id: number): { isTarget: boolean; next: Comment | undefined } {
  const thread = useContext(Thread)
  const index = thread.findIndex((comment) => comment.id === id)
  return { isTarget: index >= 0 && index === thread.length - 1, next: index >= 0 ? thread[index + 1] : undefined }
}
