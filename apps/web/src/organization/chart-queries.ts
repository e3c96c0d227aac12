import { byCursor, trpc } from '../trpc.ts'

/** The people who report to nobody. As many at a time as their trees fit in one batch of calls. */
export const chartRoots = trpc.employees.roots.infiniteQueryOptions({ limit: 20 }, byCursor)

/** Everybody below somebody, in one answer. */
export function chartTree(id: number) {
  return trpc.employees.subtree.queryOptions({ id })
}
