import { createFileRoute } from '@tanstack/react-router'
import { StatsPage } from '../stats/stats-page.tsx'
import { monthlyPosts, topAuthors, topTags, totals } from '../stats/stats-queries.ts'
import { queryClient } from '../trpc.ts'

export const Route = createFileRoute('/stats')({
  loader: () => {
    void queryClient.prefetchQuery(totals)
    void queryClient.prefetchQuery(monthlyPosts)
    void queryClient.prefetchQuery(topTags)
    void queryClient.prefetchQuery(topAuthors)
  },
  component: StatsPage,
})
