import type { QueryFilters } from '@tanstack/react-query'
import { queryClient } from './trpc.ts'

type IsRow<Row extends object> = (value: object) => value is Row

/** The rows of one kind in a response: in its pages, and in other rows. */
export function rowsIn<Row extends object>(data: unknown, isRow: IsRow<Row>): Row[] {
  if (typeof data !== 'object' || data === null) return []
  return isRow(data) ? [data] : Object.values(data).flatMap((value) => rowsIn(value, isRow))
}

/** Changes a row in all responses that have it. */
export function changeRows<Row extends { id: number }>(
  filters: QueryFilters[],
  isRow: IsRow<Row>,
  id: number,
  change: (row: Row) => Partial<Row>,
): void {
  const changed = (data: unknown): unknown => {
    if (Array.isArray(data)) return data.map(changed)
    if (typeof data !== 'object' || data === null) return data
    if (isRow(data)) return data.id === id ? { ...data, ...change(data) } : data
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, changed(value)]))
  }
  // Without a change a response stays as it was, and invalid if it is.
  const has = (data: unknown) => rowsIn(data, isRow).some((row) => row.id === id)
  for (const filter of filters) {
    queryClient.setQueriesData<unknown>(filter, (data: unknown) => (has(data) ? changed(data) : undefined))
  }
}
