import { useMutation } from '@tanstack/react-query'
import { draftKey } from '../drafts.ts'
import { queryClient, trpc } from '../trpc.ts'
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
  const change = useMutation(
    trpc.comments.update.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.comments.pathFilter()),
    }),
  )
  return (
    <CommentForm
      label="Edit the comment"
      action="Save"
      draft={draftKey(authorId, `edit:${comment.id}`)}
      initial={body}
      onSubmit={async (body) => {
        await change.mutateAsync({ id: comment.id, body })
        onDone()
      }}
      onCancel={onDone}
    />
  )
}
