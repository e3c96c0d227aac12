import { createFileRoute } from '@tanstack/react-router'
import { SignedIn } from '../account/signed-in.tsx'
import { NewPost } from '../editor/new-post.tsx'
import { allCategories } from '../posts/post-queries.ts'
import { queryClient } from '../trpc.ts'

export const Route = createFileRoute('/write')({
  loader: () => {
    void queryClient.prefetchQuery(allCategories)
  },
  component: Page,
})

function Page() {
  return <SignedIn to="write a post">{(viewer) => <NewPost viewerId={viewer.id} />}</SignedIn>
}
