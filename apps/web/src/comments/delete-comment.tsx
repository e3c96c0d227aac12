import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Confirm } from '../layout/confirm.tsx'
import { notifyFailure } from '../layout/notify.ts'
import { queryClient, trpc } from '../trpc.ts'
import type { Comment } from './comment-options.ts'

/** Deletes a comment, after asking. */
export function DeleteComment({ comment, label }: { comment: Comment; label: string }) {
  const removal = useMutation(
    trpc.comments.delete.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.comments.pathFilter()),
          queryClient.invalidateQueries(trpc.posts.byId.queryFilter({ id: comment.postId })),
        ]),
      onError: (error) => notifyFailure('The comment was not deleted', error),
    }),
  )
  return (
    <Confirm
      title="Delete this comment?"
      action="Delete"
      pending={removal.isPending}
      onConfirm={() => removal.mutate({ id: comment.id })}
      trigger={(open) => (
        <Button
          variant="subtle"
          color="gray"
          c="dimmed"
          size="compact-sm"
          fz="xs"
          aria-label={`Delete the ${label}`}
          onClick={open}
        >
          Delete
        </Button>
      )}
    >
      {comment.hasReplies ? 'The replies to it stay. ' : ''}This cannot be undone.
    </Confirm>
  )
}
