import type { SelectProps } from '@mantine/core'
import { Finder } from '../layout/finder.tsx'
import { queryClient, trpc } from '../trpc.ts'

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  onFound: (id: number | null) => void
  keeps?: boolean
}

/** A field that finds somebody in the chart by a part of their name. */
export function PersonFinder(props: Props) {
  return (
    <Finder
      what="employees"
      find={(q) => queryClient.fetchQuery(trpc.employees.list.queryOptions({ q, limit: 20 }))}
      placeholder="Find a person"
      {...props}
    />
  )
}
