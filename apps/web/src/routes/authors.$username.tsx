import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { AuthorPage } from '../authors/author-page.tsx'
import { authorOptions } from '../authors/author-queries.ts'
import { queryClient } from '../trpc.ts'

export const Route = createFileRoute('/authors/$username')({
  validateSearch: z.object({ show: z.catch(z.optional(z.enum(['followers', 'following'])), undefined) }),
  loader: ({ params }) => {
    void queryClient.prefetchQuery(authorOptions(params.username))
  },
  component: Page,
})

function Page() {
  const { username } = Route.useParams()
  return <AuthorPage key={username} username={username} show={Route.useSearch().show ?? 'posts'} />
}
