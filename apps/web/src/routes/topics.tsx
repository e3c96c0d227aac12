import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { categoryList, tagList } from '../topics/topic-queries.ts'
import { TopicsPage } from '../topics/topics-page.tsx'
import { queryClient } from '../trpc.ts'

export const Route = createFileRoute('/topics')({
  validateSearch: z.object({ q: z.catch(z.optional(z.coerce.string()), undefined) }),
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => {
    const q = deps.q?.trim() ?? ''
    void queryClient.prefetchInfiniteQuery(categoryList(q))
    void queryClient.prefetchInfiniteQuery(tagList(q))
  },
  component: () => <TopicsPage q={Route.useSearch().q?.trim() ?? ''} />,
})
