import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { EndlessList } from '../layout/endless-list.tsx'
import { CommentItem } from './comment-item.tsx'
import { repliesOptions } from './comment-options.ts'
import classes from './comments.module.css'

/** How many levels are indented. */
const INDENTED = 5

/** The replies to a comment, loaded when they are shown. */
export function CommentReplies({
  commentId,
  postAuthorId,
  level,
}: {
  commentId: number
  postAuthorId: number | undefined
  level: number
}) {
  const query = useInfiniteQuery(repliesOptions(commentId))
  return (
    <div className={classes.replies} data-flat={level > INDENTED || undefined}>
      <EndlessList
        query={query}
        what="the replies"
        skeleton={<Skeleton height={14} width="60%" mt="md" />}
        empty={null}
        keyOf={(reply) => reply.id}
      >
        {(reply) => <CommentItem comment={reply} postAuthorId={postAuthorId} level={level} />}
      </EndlessList>
    </div>
  )
}
