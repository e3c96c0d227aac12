import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { ChartPage } from '../organization/chart-page.tsx'
import { chartRoots } from '../organization/chart-queries.ts'
import { queryClient } from '../trpc.ts'

export const Route = createFileRoute('/organization')({
  validateSearch: z.object({ person: z.catch(z.optional(z.int().check(z.positive())), undefined) }),
  loader: () => {
    void queryClient.prefetchInfiniteQuery(chartRoots)
  },
  component: () => <ChartPage person={Route.useSearch().person} />,
})
