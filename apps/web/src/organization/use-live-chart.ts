import { useDebouncedCallback } from '@mantine/hooks'
import { isOld, type LiveEvent } from '../live/changes.ts'
import { useLive } from '../live/use-live.ts'
import { queryClient, trpc } from '../trpc.ts'
import { chartRoots } from './chart-queries.ts'

/** How long changes are collected before the chart is read again, in milliseconds. */
const COLLECT = 300

/** Follows the moves of people by others. */
export function useLiveChart(): void {
  const readAgain = useDebouncedCallback(() => queryClient.invalidateQueries(trpc.employees.pathFilter()), COLLECT)
  useLive('employees', ({ on, change }: LiveEvent) => {
    if (on !== 'employees') return
    if (change.kind !== 'reset' || isOld(queryClient.getQueryState(chartRoots.queryKey)?.dataUpdatedAt)) readAgain()
  })
}
