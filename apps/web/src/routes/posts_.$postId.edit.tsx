import { createFileRoute } from '@tanstack/react-router'
import { SignedIn } from '../account/signed-in.tsx'
import { EditPost } from '../editor/edit-post.tsx'
import { PageMissing } from '../layout/page-missing.tsx'
import { idOf } from '../posts/post-id.ts'
import { postOptions } from '../posts/post-options.ts'
import { allCategories } from '../posts/post-queries.ts'
import { queryClient } from '../trpc.ts'

export const Route = createFileRoute('/posts_/$postId/edit')({
  loader: ({ params }) => {
    const id = idOf(params.postId)
    if (!id) return
    void queryClient.prefetchQuery(postOptions(id))
    void queryClient.prefetchQuery(allCategories)
  },
  component: Page,
})

function Page() {
  const { postId } = Route.useParams()
  const id = idOf(postId)
  if (!id) return <PageMissing what="post" />
  return <SignedIn to="edit a post">{(viewer) => <EditPost key={id} id={id} viewer={viewer} />}</SignedIn>
}
