import { Button } from '@mantine/core'
import { IconHeart, IconHeartFilled } from '@tabler/icons-react'
import type { RouterOutputs } from '@trellis/api'
import { plural } from '../layout/plural.ts'
import { useToggle } from '../layout/toggle.ts'
import { client } from '../trpc.ts'
import { changePost, stopLoadingPosts } from './post-cache.ts'

type Post = Pick<RouterOutputs['posts']['byId'], 'id' | 'title' | 'likeCount' | 'likedByViewer'>

/** Likes or unlikes a post. */
export function LikeButton({ post, size = 'compact-sm' }: { post: Post; size?: 'compact-sm' | 'sm' }) {
  const { likedByViewer, likeCount } = post
  const toggle = useToggle({
    name: `like-${post.id}`,
    failure: 'Your like was not saved',
    stopLoading: stopLoadingPosts,
    show: (state: RouterOutputs['likes']['like']) => changePost(post.id, () => state),
    save: ({ likedByViewer }) => client.likes[likedByViewer ? 'like' : 'unlike'].mutate({ postId: post.id }),
  })
  const Icon = likedByViewer ? IconHeartFilled : IconHeart
  return (
    <Button
      variant="subtle"
      color="gray"
      c={likedByViewer ? 'var(--liked)' : 'dimmed'}
      size={size}
      leftSection={<Icon size={size === 'sm' ? 18 : 16} />}
      aria-pressed={likedByViewer}
      aria-label={`Like “${post.title}”, ${plural(likeCount, 'like')}`}
      onClick={() =>
        toggle(
          { likedByViewer, likeCount },
          { likedByViewer: !likedByViewer, likeCount: likeCount + (likedByViewer ? -1 : 1) },
        )
      }
    >
      {likeCount}
    </Button>
  )
}
