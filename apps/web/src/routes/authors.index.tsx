import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { authorsOptions } from '../authors/author-queries.ts'
import { AuthorsPage } from '../authors/authors-page.tsx'
import { queryClient } from '../trpc.ts'

export const Route = createFileRoute('/authors/')({
  validateSearch: z.object({ q: z.catch(z.optional(z.coerce.string()), undefined) }),
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => {
    void queryClient.prefetchInfiniteQuery(authorsOptions(deps.q?.trim() ?? ''))
  },
  component: () => <AuthorsPage q={Route.useSearch().q?.trim() ?? ''} />,
})
