import { type UseQueryResult, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { useMemo } from 'react'
import { isNotFound } from '../errors.ts'
import { trpc } from '../trpc.ts'
import { chartRoots, chartTree } from './chart-queries.ts'
import { growForest } from './forest.ts'

/** The loaded part of the chart: the trees of the loaded roots, and the tree of `person` wherever it is. */
export function useForest(person: number | undefined) {
  const roots = useInfiniteQuery(chartRoots)
  const ids = roots.data?.pages.flatMap((page) => page.items.map(({ id }) => id)) ?? []
  const trees = useQueries({ queries: ids.map(chartTree), combine })
  const isLoaded = roots.isSuccess && !trees.isPending

  // An employee below a root that is not loaded yet.
  const isElsewhere =
    isLoaded && person !== undefined && !trees.subtrees.some((tree) => tree.some(({ id }) => id === person))
  const ancestors = useQuery({ ...trpc.employees.ancestors.queryOptions({ id: person ?? 0 }), enabled: isElsewhere })
  const farRoot = isElsewhere && ancestors.data ? (ancestors.data.at(-1)?.id ?? person) : undefined
  const { data: farTree } = useQuery({ ...chartTree(farRoot ?? 0), enabled: farRoot !== undefined })

  const forest = useMemo(
    () => growForest(farTree && isElsewhere ? [...trees.subtrees, farTree] : trees.subtrees),
    [trees.subtrees, farTree, isElsewhere],
  )
  const error = roots.data ? trees.error : roots.error
  return {
    forest,
    isPending: !error && !isLoaded && trees.subtrees.length === 0,
    /** `person` does not exist. */
    isMissing: isElsewhere && isNotFound(ancestors.error),
    isEmpty: roots.isSuccess && ids.length === 0,
    error,
    more: roots.hasNextPage ? () => void roots.fetchNextPage() : undefined,
  }
}

function combine(results: UseQueryResult<RouterOutputs['employees']['subtree'], unknown>[]) {
  return {
    subtrees: results.flatMap(({ data }) => (data ? [data] : [])),
    isPending: results.some(({ isPending }) => isPending),
    error: results.find(({ error, data }) => error && !data)?.error ?? null,
  }
}
