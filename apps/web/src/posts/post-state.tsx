import { Alert, Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { draftKey, draftKeys } from '../drafts.ts'
import { ButtonLink } from '../layout/links.tsx'
import { notifyFailure } from '../layout/notify.ts'
import { queryClient, trpc } from '../trpc.ts'
import type { Viewer } from '../viewer.ts'

/** Says that a post is not published, or that changes of it are not saved yet. */
export function PostState({ post, viewer }: { post: RouterOutputs['posts']['byId']; viewer: Viewer }) {
  const publish = useMutation(
    trpc.posts.publish.mutationOptions({
      onSuccess: (published) => {
        queryClient.setQueryData(trpc.posts.byId.queryKey({ id: post.id }), published)
        void queryClient.invalidateQueries()
      },
      onError: (error) => notifyFailure('The post was not published', error),
    }),
  )
  if (post.draft) {
    return (
      <Alert color="leaf" variant="light" p="sm" w="100%">
        <Group justify="space-between">
          This is a draft: readers do not see it.
          <Button size="compact-sm" loading={publish.isPending} onClick={() => publish.mutate({ id: post.id })}>
            Publish
          </Button>
        </Group>
      </Alert>
    )
  }
  const name = `post:${post.id}`
  if (!draftKeys(viewer.id, name).includes(draftKey(viewer.id, name))) return null
  return (
    <Alert color="leaf" variant="light" p="sm" w="100%">
      <Group justify="space-between">
        You have changed this post, and not saved the changes yet.
        <ButtonLink to="/posts/$postId/edit" params={{ postId: String(post.id) }} variant="default" size="compact-sm">
          Go on
        </ButtonLink>
      </Group>
    </Alert>
  )
}
