import { Button } from '@mantine/core'
import { IconHeart, IconHeartFilled } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { useSignInFirst } from '../account/sign-in-first.ts'
import { notifyFailure } from '../layout/notify.ts'
import { plural } from '../layout/plural.ts'
import { trpc } from '../trpc.ts'
import { changePost, stopLoadingPosts } from './post-cache.ts'

type Post = Pick<RouterOutputs['posts']['byId'], 'id' | 'title' | 'likeCount' | 'likedByViewer'>

const like = trpc.likes.like.mutationOptions()
const unlike = trpc.likes.unlike.mutationOptions()

/** Likes or unlikes a post. The change is shown at once, and undone if the server refuses it. */
export function LikeButton({ post, size = 'compact-sm' }: { post: Post; size?: 'compact-sm' | 'sm' }) {
  const signInFirst = useSignInFirst()
  const optimistic = (likedByViewer: boolean) => ({
    // Quick clicks reach the server in the order of the clicks.
    scope: { id: `like-${post.id}` },
    onMutate: async () => {
      await stopLoadingPosts()
      return changePost(post.id, (post) =>
        post.likedByViewer === likedByViewer
          ? {}
          : { likedByViewer, likeCount: post.likeCount + (likedByViewer ? 1 : -1) },
      )
    },
    onSuccess: (state: RouterOutputs['likes']['like']) => {
      changePost(post.id, () => state)
    },
    onError: (error: unknown, _: unknown, before: Post | undefined) => {
      if (before) changePost(post.id, () => ({ likeCount: before.likeCount, likedByViewer: before.likedByViewer }))
      notifyFailure('Your like was not saved', error)
    },
  })
  const liking = useMutation({ ...like, ...optimistic(true) })
  const unliking = useMutation({ ...unlike, ...optimistic(false) })
  const Icon = post.likedByViewer ? IconHeartFilled : IconHeart
  return (
    <Button
      variant="subtle"
      color="gray"
      c={post.likedByViewer ? 'var(--liked)' : 'dimmed'}
      size={size}
      leftSection={<Icon size={size === 'sm' ? 18 : 16} />}
      aria-pressed={post.likedByViewer}
      aria-label={`Like “${post.title}”, ${plural(post.likeCount, 'like')}`}
      onClick={() => {
        if (signInFirst()) return
        ;(post.likedByViewer ? unliking : liking).mutate({ postId: post.id })
      }}
    >
      {post.likeCount}
    </Button>
  )
}
