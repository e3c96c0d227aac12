import { useMutation } from '@tanstack/react-query'
import { draftKey } from '../drafts.ts'
import { queryClient, trpc } from '../trpc.ts'
import { CommentForm } from './comment-form.tsx'
import type { Comment } from './comment-options.ts'

/** A field to change a comment. */
export default function EditComment({ comment, onDone }: { comment: Comment; onDone: () => void }) {
  const change = useMutation(
    trpc.comments.update.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.comments.pathFilter()),
    }),
  )
  return (
    <CommentForm
      label="Edit the comment"
      action="Save"
      draft={draftKey(comment.author.id, `edit:${comment.id}`)}
      initial={comment.body}
      onSubmit={async (body) => {
        await change.mutateAsync({ id: comment.id, body })
        onDone()
      }}
      onCancel={onDone}
    />
  )
}
