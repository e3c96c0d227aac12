import { useMutation } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { queryClient, trpc } from '../trpc.ts'
import { CommentForm } from './comment-form.tsx'

/** A field to change a comment in. */
export function EditComment({
  comment,
  onDone,
}: {
  comment: RouterOutputs['comments']['list']['items'][number]
  onDone: () => void
}) {
  const change = useMutation(
    trpc.comments.update.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.comments.pathFilter()),
    }),
  )
  return (
    <CommentForm
      label="Edit the comment"
      action="Save"
      initial={comment.body}
      onSubmit={async (body) => {
        await change.mutateAsync({ id: comment.id, body })
        onDone()
      }}
      onCancel={onDone}
    />
  )
}
