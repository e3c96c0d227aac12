import { Button } from '@mantine/core'
import { type InfiniteData, useMutation } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { useSignInFirst } from '../account/sign-in-first.ts'
import { notifyFailure } from '../layout/notify.ts'
import { queryClient, trpc } from '../trpc.ts'
import { useViewer } from '../viewer.ts'

type User = RouterOutputs['users']['byUsername']
type Followed = Pick<User, 'id' | 'username' | 'followerCount' | 'followedByViewer'>

const follow = trpc.follows.follow.mutationOptions()
const unfollow = trpc.follows.unfollow.mutationOptions()

/** Follows or unfollows an author. The change is shown at once, and undone if the server refuses it. */
export function FollowButton({ user, size = 'sm' }: { user: Followed; size?: 'xs' | 'sm' }) {
  const viewer = useViewer()
  const signInFirst = useSignInFirst()
  const optimistic = (followedByViewer: boolean) => ({
    scope: { id: `follow-${user.id}` },
    onMutate: async () => {
      await queryClient.cancelQueries(trpc.users.pathFilter())
      changeUser(user.id, (user) =>
        user.followedByViewer === followedByViewer
          ? {}
          : { followedByViewer, followerCount: user.followerCount + (followedByViewer ? 1 : -1) },
      )
      return { followerCount: user.followerCount, followedByViewer: user.followedByViewer }
    },
    onSuccess: (state: RouterOutputs['follows']['follow']) => {
      changeUser(user.id, () => state)
      void queryClient.invalidateQueries(trpc.feed.pathFilter())
      void queryClient.invalidateQueries(trpc.follows.pathFilter())
      // The other side: how many the viewer follows.
      if (viewer) void queryClient.invalidateQueries(trpc.users.byUsername.queryFilter({ username: viewer.username }))
    },
    onError: (error: unknown, _: unknown, before: Partial<User> | undefined) => {
      if (before) changeUser(user.id, () => before)
      notifyFailure('That was not saved', error)
    },
  })
  const following = useMutation({ ...follow, ...optimistic(true) })
  const unfollowing = useMutation({ ...unfollow, ...optimistic(false) })
  if (viewer?.id === user.id) return null
  return (
    <Button
      size={size}
      // In lists it is quiet: there are many of them.
      variant={user.followedByViewer ? 'subtle' : size === 'xs' ? 'default' : 'filled'}
      aria-pressed={user.followedByViewer}
      aria-label={`${user.followedByViewer ? 'Following' : 'Follow'} ${user.username}`}
      onClick={() => {
        if (signInFirst()) return
        ;(user.followedByViewer ? unfollowing : following).mutate({ userId: user.id })
      }}
    >
      {user.followedByViewer ? 'Following' : 'Follow'}
    </Button>
  )
}

/** Changes a user wherever they were loaded. */
function changeUser(id: number, change: (user: User) => Partial<User>): void {
  const changed = (user: User): User => (user.id === id ? { ...user, ...change(user) } : user)
  queryClient.setQueriesData<User>(trpc.users.byUsername.pathFilter(), (user) => user && changed(user))
  queryClient.setQueriesData<InfiniteData<RouterOutputs['users']['list']>>(
    trpc.users.list.pathFilter(),
    (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(changed) })) },
  )
}
