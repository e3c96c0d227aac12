import { Confirm } from '../layout/confirm.tsx'
import { client } from '../trpc.ts'
import { Action } from './action.tsx'
import type { Comment } from './comment-options.ts'

/** Deletes a comment, after asking. */
export function DeleteComment({ comment, label }: { comment: Comment; label: string }) {
  return (
    <Confirm
      title="Delete this comment?"
      action="Delete"
      save={() => client.comments.delete.mutate({ id: comment.id })}
      trigger={(open) => (
        <Action onClick={open} label={`Delete the ${label}`}>
          Delete
        </Action>
      )}
    >
      {comment.hasReplies ? 'The replies to it stay. ' : ''}This cannot be undone.
    </Confirm>
  )
}
