import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { allCategories } from '../posts/post-queries.ts'
import { SearchPage } from '../search/search-page.tsx'
import { foundPosts } from '../search/search-queries.ts'
import { queryClient } from '../trpc.ts'

const search = z.object({
  q: z.catch(z.optional(z.pipe(z.coerce.string(), z.string().check(z.maxLength(200)))), undefined),
  tag: z.catch(z.optional(z.pipe(z.coerce.string(), z.string().check(z.maxLength(100)))), undefined),
  category: z.catch(z.optional(z.int().check(z.positive())), undefined),
})

export const Route = createFileRoute('/search')({
  validateSearch: search,
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => {
    void queryClient.prefetchQuery(allCategories)
    if (deps.q?.trim()) void queryClient.prefetchInfiniteQuery(foundPosts(deps))
  },
  component: () => <SearchPage search={Route.useSearch()} />,
})
