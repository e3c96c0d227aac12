import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { Confirm } from '../layout/confirm.tsx'
import { notify } from '../layout/notify.ts'
import { plural } from '../layout/plural.ts'
import { client, queryClient, trpc } from '../trpc.ts'

/** Deletes a post, after asking. */
export function DeletePost({ post }: { post: RouterOutputs['posts']['byId'] }) {
  const navigate = useNavigate()
  async function remove() {
    await client.posts.delete.mutate({ id: post.id })
    await navigate({ to: '/' })
    queryClient.removeQueries(trpc.posts.byId.queryFilter({ id: post.id }))
    queryClient.removeQueries(trpc.comments.list.pathFilter())
    void notify({ title: 'The post is deleted', message: post.title })
  }
  return (
    <Confirm
      title="Delete this post?"
      action="Delete"
      save={remove}
      trigger={(open) => (
        <Button
          variant="default"
          size="xs"
          c="var(--mantine-color-error)"
          leftSection={<IconTrash size={14} />}
          onClick={open}
        >
          Delete
        </Button>
      )}
    >
      “{post.title}” goes with {plural(post.commentCount, 'comment')} and {plural(post.likeCount, 'like')}. This cannot
      be undone.
    </Confirm>
  )
}
