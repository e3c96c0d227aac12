import { useNavigate } from '@tanstack/react-router'
import { draftKey } from '../drafts.ts'
import { notify } from '../layout/notify.ts'
import { useStillHere } from '../layout/still-here.ts'
import { changePost } from '../posts/post-cache.ts'
import { client, queryClient, trpc } from '../trpc.ts'
import { CommentForm } from './comment-form.tsx'

interface Props {
  postId: number
  viewerId: number
  /** The comment that is answered, if one is. */
  parentId?: number
  onDone?: () => void
}

const countOf = (id: number) => queryClient.getQueryData(trpc.posts.byId.queryKey({ id }))?.commentCount ?? 0

/** A field for a new comment, or for a reply. The page then goes to it, wherever it is in the list. */
export default function NewComment({ postId, viewerId, parentId, onDone }: Props) {
  const navigate = useNavigate()
  const stillHere = useStillHere()
  return (
    <CommentForm
      label={parentId ? 'Write a reply' : 'Write a comment'}
      action={parentId ? 'Reply' : 'Comment'}
      draft={draftKey(viewerId, parentId ? `reply:${parentId}` : `comment:${postId}`)}
      onSubmit={async (body) => {
        const before = countOf(postId)
        const { id } = await client.comments.create.mutate({ postId, body, ...(parentId && { parentId }) })
        // The stream of the page may have told the new count already.
        changePost(postId, ({ commentCount }) => ({ commentCount: Math.max(commentCount, before + 1) }))
        await queryClient.invalidateQueries(trpc.comments.pathFilter())
        if (stillHere()) await navigate({ to: '.', hash: `comment-${id}`, replace: true, resetScroll: false })
        void notify({ message: parentId ? 'Your reply is posted.' : 'Your comment is posted.' })
        onDone?.()
      }}
      {...(parentId && onDone && { onCancel: onDone })}
    />
  )
}
