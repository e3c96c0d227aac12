import { draftKey } from '../drafts.ts'
import { client, queryClient, trpc } from '../trpc.ts'
import { CommentForm } from './comment-form.tsx'
import type { Comment } from './comment-options.ts'

interface Props {
  comment: Comment
  authorId: number
  body: string
  onDone: () => void
}

/** A field to change a comment. */
export default function EditComment({ comment, authorId, body, onDone }: Props) {
  return (
    <CommentForm
      label="Edit the comment"
      action="Save"
      draft={draftKey(authorId, `edit:${comment.id}`)}
      initial={body}
      onSubmit={async (body) => {
        await client.comments.update.mutate({ id: comment.id, body })
        await queryClient.invalidateQueries(trpc.comments.pathFilter())
        onDone()
      }}
      onCancel={onDone}
    />
  )
}
