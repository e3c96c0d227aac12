import { Button, Group } from '@mantine/core'
import { IconEyeOff, IconPencil } from '@tabler/icons-react'
import type { RouterOutputs } from '@trellis/api'
import { Confirm } from '../layout/confirm.tsx'
import { ButtonLink } from '../layout/links.tsx'
import { client, queryClient, trpc } from '../trpc.ts'
import type { Viewer } from '../viewer.ts'
import { DeletePost } from './delete-post.tsx'
import classes from './post-page.module.css'
import { PostState } from './post-state.tsx'

/** What the author of a post, and admins, can do with it. */
export default function PostActions({ post, viewer }: { post: RouterOutputs['posts']['byId']; viewer: Viewer }) {
  async function unpublish() {
    const draft = await client.posts.unpublish.mutate({ id: post.id })
    queryClient.setQueryData(trpc.posts.byId.queryKey({ id: post.id }), draft)
  }
  return (
    <>
      <Group gap="xs" className={classes.buttons}>
        <ButtonLink
          to="/posts/$postId/edit"
          params={{ postId: String(post.id) }}
          variant="default"
          size="xs"
          leftSection={<IconPencil size={14} />}
        >
          Edit
        </ButtonLink>
        {!post.draft && (
          <Confirm
            title="Unpublish this post?"
            action="Unpublish"
            save={unpublish}
            trigger={(open) => (
              <Button variant="default" size="xs" leftSection={<IconEyeOff size={14} />} onClick={open}>
                Unpublish
              </Button>
            )}
          >
            “{post.title}” becomes a draft that only its author sees. Comments and likes are kept, and are shown again
            when it is published again.
          </Confirm>
        )}
        <DeletePost post={post} />
      </Group>
      <PostState post={post} viewer={viewer} />
    </>
  )
}
