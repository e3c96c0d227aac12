import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { Home } from '../posts/home.tsx'
import { allCategories, feedPosts, latestPosts, popularTags } from '../posts/post-queries.ts'
import { queryClient } from '../trpc.ts'

const search = z.object({
  view: z.catch(z.optional(z.literal('feed')), undefined),
  tag: z.catch(z.optional(z.pipe(z.coerce.string(), z.string().check(z.maxLength(100)))), undefined),
  category: z.catch(z.optional(z.int().check(z.positive())), undefined),
})

export const Route = createFileRoute('/')({
  validateSearch: search,
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => {
    // Not awaited: the page is there at once, and one batch brings all of it.
    if (deps.view === 'feed') void queryClient.prefetchInfiniteQuery(feedPosts)
    else void queryClient.prefetchInfiniteQuery(latestPosts(deps))
    void queryClient.prefetchQuery(allCategories)
    void queryClient.prefetchQuery(popularTags)
  },
  component: () => <Home search={Route.useSearch()} />,
})
