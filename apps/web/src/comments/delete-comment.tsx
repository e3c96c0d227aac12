import { Button } from '@mantine/core'
import { Confirm } from '../layout/confirm.tsx'
import { client } from '../trpc.ts'
import type { Comment } from './comment-options.ts'

/** Deletes a comment, after asking. */
export function DeleteComment({ comment, label }: { comment: Comment; label: string }) {
  return (
    <Confirm
      title="Delete this comment?"
      action="Delete"
      save={() => client.comments.delete.mutate({ id: comment.id })}
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
