import { Button, Center, Loader } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Fragment, type ReactNode, useEffect } from 'react'
import { LoadError } from './load-error.tsx'

interface Props<Item> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>, unknown>
  /** What the items are, in an error message: `the posts`. */
  what: string
  /** Shown until the first page is there. */
  skeleton: ReactNode
  /** Shown if there is no item. */
  empty: ReactNode
  /** An item that is shown first while it is on no page that is loaded. */
  pinned?: Item | undefined
  keyOf: (item: Item) => string | number
  children: (item: Item) => ReactNode
}

/** The items of a list that loads the next page as the end comes near. */
export function EndlessList<Item>({ query, what, skeleton, empty, pinned, keyOf, children }: Props<Item>) {
  const { data, error, isPending } = query
  if (isPending) return skeleton
  if (!data) return <LoadError what={what} error={error} />
  const items = data.pages.flatMap((page) => page.items)
  if (pinned && !items.some((item) => keyOf(item) === keyOf(pinned))) items.unshift(pinned)
  if (items.length === 0) return empty
  return (
    <>
      {items.map((item) => (
        <Fragment key={keyOf(item)}>{children(item)}</Fragment>
      ))}
      <MoreItems query={query} what={what} />
    </>
  )
}

/** The end of the loaded items: loads more when it comes near, or on demand after an error. */
function MoreItems<Item>({ query, what }: Pick<Props<Item>, 'query' | 'what'>) {
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, error } = query
  const { ref, entry } = useIntersection({ rootMargin: '600px' })
  const near = entry?.isIntersecting ?? false
  // Not while the list is read again: that would be given up, and the pages before would stay as they were.
  useEffect(() => {
    if (near && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }, [near, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage])

  if (isFetchNextPageError) return <LoadError what={`more of ${what}`} error={error} retry={fetchNextPage} />
  if (!hasNextPage) return null
  return (
    <Center ref={ref} py="lg" mih="4.5rem">
      {isFetching ? (
        <Loader size="sm" aria-label={`Loading more of ${what}`} />
      ) : (
        <Button variant="default" onClick={() => fetchNextPage()}>
          Show more
        </Button>
      )}
    </Center>
  )
}
