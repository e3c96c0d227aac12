import { Group, Skeleton, Stack } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import type { ReactNode } from 'react'
import { EndlessList } from '../layout/endless-list.tsx'
import { PostCard } from './post-card.tsx'

/** Posts, page after page. */
export function PostList({
  query,
  empty,
}: {
  query: UseInfiniteQueryResult<InfiniteData<RouterOutputs['posts']['list']>, unknown>
  empty: ReactNode
}) {
  return (
    <EndlessList query={query} what="the posts" skeleton={<PostSkeletons />} empty={empty} keyOf={(post) => post.id}>
      {(post) => <PostCard post={post} />}
    </EndlessList>
  )
}

/** The shape of a list of posts. */
export function PostSkeletons({ count = 4 }: { count?: number }) {
  return (
    <Stack gap="2.6rem" pt="sm" role="status" aria-label="Loading the posts">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={index}>
          <Group gap="xs" mb="md">
            <Skeleton circle height={28} />
            <Skeleton height={12} width={180} />
          </Group>
          <Skeleton height={22} width="75%" mb="md" />
          <Skeleton height={12} mb={10} />
          <Skeleton height={12} mb={10} />
          <Skeleton height={12} width="60%" />
        </div>
      ))}
    </Stack>
  )
}
