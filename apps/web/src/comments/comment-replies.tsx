import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { EndlessList } from '../layout/endless-list.tsx'
import { type Comment, repliesOptions } from './comment-options.ts'
import classes from './comments.module.css'

/** How many levels are indented. */
const INDENTED = 5

interface Props {
  comment: Comment
  level: number
  /** A reply that is shown even if it is on no page loaded so far. */
  pinned: Comment | undefined
  /** Shows one reply. */
  children: (reply: Comment) => ReactNode
}

/** The replies to a comment, loaded when they are shown. */
export function CommentReplies({ comment, level, pinned, children }: Props) {
  const query = useInfiniteQuery(repliesOptions(comment.id))
  return (
    <div className={classes.replies} data-flat={level > INDENTED || undefined}>
      <EndlessList
        query={query}
        what="the replies"
        skeleton={<Skeleton height={Math.min(Math.max(comment.replyCount, 1), 5) * 80} mt="md" />}
        empty={null}
        pinned={pinned}
        keyOf={(reply) => reply.id}
      >
        {children}
      </EndlessList>
    </div>
  )
}
