import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { draftKey } from '../drafts.ts'
import { notify } from '../layout/notify.ts'
import { useStillHere } from '../layout/still-here.ts'
import { changePost } from '../posts/post-cache.ts'
import { queryClient, trpc } from '../trpc.ts'
import { CommentForm } from './comment-form.tsx'

interface Props {
  postId: number
  viewerId: number
  /** The comment that is answered, if one is. */
  parentId?: number
  onDone?: () => void
}

/** A field for a new comment, or for a reply. The page then goes to it, wherever it is in the list. */
export default function NewComment({ postId, viewerId, parentId, onDone }: Props) {
  const navigate = useNavigate()
  const stillHere = useStillHere()
  const creation = useMutation(
    trpc.comments.create.mutationOptions({
      onSuccess: async ({ id }) => {
        changePost(postId, (post) => ({ commentCount: post.commentCount + 1 }))
        await queryClient.invalidateQueries(trpc.comments.pathFilter())
        if (stillHere()) await navigate({ to: '.', hash: `comment-${id}`, replace: true, resetScroll: false })
        void notify({ message: parentId ? 'Your reply is posted.' : 'Your comment is posted.' })
      },
    }),
  )
  return (
    <CommentForm
      label={parentId ? 'Write a reply' : 'Write a comment'}
      action={parentId ? 'Reply' : 'Comment'}
      draft={draftKey(viewerId, parentId ? `reply:${parentId}` : `comment:${postId}`)}
      onSubmit={async (body) => {
        await creation.mutateAsync({ postId, body, ...(parentId && { parentId }) })
        onDone?.()
      }}
      {...(parentId && onDone && { onCancel: onDone })}
    />
  )
}
