import { useMutation } from '@tanstack/react-query'
import { changePost } from '../posts/post-cache.ts'
import { queryClient, trpc } from '../trpc.ts'
import { CommentForm } from './comment-form.tsx'

interface Props {
  postId: number
  /** The comment that is answered, if one is. */
  parentId?: number
  onDone?: () => void
}

/** A field for a new comment, or for a reply. */
export function NewComment({ postId, parentId, onDone }: Props) {
  const creation = useMutation(
    trpc.comments.create.mutationOptions({
      onSuccess: async () => {
        changePost(postId, (post) => ({ commentCount: post.commentCount + 1 }))
        await Promise.all([
          queryClient.invalidateQueries(trpc.comments.list.infiniteQueryFilter({ postId })),
          queryClient.invalidateQueries(trpc.comments.replies.pathFilter()),
        ])
      },
    }),
  )
  return (
    <CommentForm
      label={parentId ? 'Write a reply' : 'Write a comment'}
      action={parentId ? 'Reply' : 'Comment'}
      onSubmit={async (body) => {
        await creation.mutateAsync({ postId, body, ...(parentId && { parentId }) })
        onDone?.()
      }}
      {...(parentId && onDone && { onCancel: onDone })}
    />
  )
}
