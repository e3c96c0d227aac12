import { Skeleton, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { draftKey } from '../drafts.ts'
import { isNotFound } from '../errors.ts'
import { LoadError } from '../layout/load-error.tsx'
import classes from '../layout/page.module.css'
import { PageMissing } from '../layout/page-missing.tsx'
import { usePageTitle } from '../layout/page-title.ts'
import { safe } from '../safe.ts'
import { trpc } from '../trpc.ts'
import type { Viewer } from '../viewer.ts'
import { draftOf } from './draft.ts'
import { Editor } from './editor.tsx'
import { postSaved } from './post-saved.ts'

/** A page to change a post. */
export function EditPost({ id, viewer }: { id: number; viewer: Viewer }) {
  const { data: post, error } = useQuery(trpc.posts.byId.queryOptions({ id }))
  usePageTitle(post ? `Edit “${post.title}”` : 'Edit')
  const change = useMutation(trpc.posts.update.mutationOptions({ onSuccess: postSaved }))
  if (isNotFound(error)) return <PageMissing what="post" />
  if (!post) {
    if (error) return <LoadError what="the post" error={error} />
    return (
      <Stack className={classes.measure} role="status" aria-label="Loading the post">
        <Skeleton height={36} width="50%" />
        <Skeleton height={260} />
      </Stack>
    )
  }
  if (post.authorId !== viewer.id && viewer.role !== 'admin') return <PageMissing what="post of yours" />
  return (
    <Editor
      heading="Edit the post"
      action="Save"
      draftKey={draftKey(viewer.id, `post:${id}`)}
      initial={draftOf(post)}
      save={({ title, content, category, tags, base }) =>
        safe(change, {
          id,
          title,
          content,
          category: category.trim() ? { connectOrCreate: { name: category } } : { disconnect: true },
          tags: { set: [], connectOrCreate: tags.map((name) => ({ name })) },
          version: base,
        })
      }
    />
  )
}
