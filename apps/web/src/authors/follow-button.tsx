import { Button } from '@mantine/core'
import type { RouterOutputs } from '@trellis/api'
import { useToggle } from '../layout/toggle.ts'
import { changeRows } from '../row-cache.ts'
import { client, queryClient, trpc } from '../trpc.ts'
import { useViewer } from '../viewer.ts'

type User = RouterOutputs['users']['byUsername']
type Followed = Pick<User, 'id' | 'username' | 'followerCount' | 'followedByViewer'>

const users = trpc.users.pathFilter()
const isUser = (value: object): value is User => 'followedByViewer' in value

/** Follows or unfollows an author. */
export function FollowButton({ user, size = 'sm' }: { user: Followed; size?: 'xs' | 'sm' }) {
  const viewer = useViewer()
  const { followedByViewer, followerCount } = user
  const toggle = useToggle({
    name: `follow-${user.id}`,
    failure: 'That was not saved',
    stopLoading: () => queryClient.cancelQueries(users),
    show: (state: RouterOutputs['follows']['follow']) => changeRows([users], isUser, user.id, () => state),
    save: async ({ followedByViewer }) => {
      const state = await client.follows[followedByViewer ? 'follow' : 'unfollow'].mutate({ userId: user.id })
      void queryClient.invalidateQueries(trpc.feed.pathFilter())
      void queryClient.invalidateQueries(trpc.follows.pathFilter())
      // The other side: how many the viewer follows.
      if (viewer) void queryClient.invalidateQueries(trpc.users.byUsername.queryFilter({ username: viewer.username }))
      return state
    },
  })
  if (viewer?.id === user.id) return null
  return (
    <Button
      size={size}
      // In lists it is quiet: there are many of them.
      variant={size === 'xs' ? (followedByViewer ? 'subtle' : 'default') : followedByViewer ? 'default' : 'filled'}
      aria-pressed={followedByViewer}
      aria-label={`${followedByViewer ? 'Following' : 'Follow'} ${user.username}`}
      onClick={() =>
        toggle(
          { followedByViewer, followerCount },
          { followedByViewer: !followedByViewer, followerCount: followerCount + (followedByViewer ? -1 : 1) },
        )
      }
    >
      {followedByViewer ? 'Following' : 'Follow'}
    </Button>
  )
}
