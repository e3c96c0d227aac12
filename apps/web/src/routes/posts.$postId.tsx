import { createFileRoute } from '@tanstack/react-router'
import { commentsOptions } from '../comments/comment-options.ts'
import { PageMissing } from '../layout/page-missing.tsx'
import { idOf } from '../posts/post-id.ts'
import { postOptions } from '../posts/post-options.ts'
import { PostPage } from '../posts/post-page.tsx'
import { queryClient } from '../trpc.ts'

export const Route = createFileRoute('/posts/$postId')({
  loader: ({ params }) => {
    const id = idOf(params.postId)
    if (!id) return
    void queryClient.prefetchQuery(postOptions(id))
    void queryClient.prefetchInfiniteQuery(commentsOptions(id))
  },
  component: Page,
})

function Page() {
  const { postId } = Route.useParams()
  const id = idOf(postId)
  return id ? <PostPage key={id} id={id} /> : <PageMissing what="post" />
}
