import { Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { lazy, Suspense, useState } from 'react'
import { EndlessList } from '../layout/endless-list.tsx'
import { TextLink } from '../layout/links.tsx'
import { News } from '../layout/news.tsx'
import { plural } from '../layout/plural.ts'
import { trpc } from '../trpc.ts'
import { useViewer, useViewerKnown, viewerOptions } from '../viewer.ts'
import { CommentItem } from './comment-item.tsx'
import { commentsOptions, type Order, Thread } from './comment-options.ts'
import classes from './comments.module.css'
import { HeldChanges, useLiveComments } from './use-live-comments.ts'

const NewComment = lazy(() => import('./new-comment.tsx'))

const orders: { value: Order; label: string }[] = [
  { value: 'oldest', label: 'Oldest first' },
  { value: 'newest', label: 'Newest first' },
]

/** The threads under a post, and a field to start one. */
export function Comments({ post }: { post: RouterOutputs['posts']['byId'] }) {
  const [order, setOrder] = useState<Order>('oldest')
  const query = useInfiniteQuery(commentsOptions(post.id, order))
  const { held, news } = useLiveComments(post, order)
  const viewer = useViewer()
  const known = useViewerKnown()
  const { isError: isUnknown } = useQuery(viewerOptions)
  const here = useLocation()
  const linked = Number(here.hash.match(/^comment-(\d{1,15})$/)?.[1] ?? 0)
  const thread = useQuery({ ...trpc.comments.thread.queryOptions({ id: linked }), enabled: linked > 0 })
  const path = thread.data?.[0]?.postId === post.id ? thread.data : []
  return (
    <section id="comments" aria-labelledby="comments-title" className={classes.comments}>
      <Group justify="space-between" mb="lg">
        <h2 id="comments-title" className={classes.title}>
          {post.commentCount > 0 ? plural(post.commentCount, 'comment') : 'Comments'}
        </h2>
        {post.commentCount > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Order"
            data={orders}
            value={order}
            onChange={(value) => setOrder(value === 'newest' ? 'newest' : 'oldest')}
          />
        )}
      </Group>
      {viewer || !(known || isUnknown) ? (
        <Suspense fallback={<Skeleton height={106} />}>
          {viewer ? <NewComment postId={post.id} viewerId={viewer.id} /> : <Skeleton height={106} />}
        </Suspense>
      ) : (
        known && (
          <Text c="dimmed" mb="lg">
            <TextLink to="/sign-in" search={{ next: here.href }} underline="always">
              Sign in
            </TextLink>{' '}
            to join the conversation.
          </Text>
        )
      )}
      {linked > 0 && thread.isError && (
        <Text c="dimmed" mt="lg" role="status">
          The comment that this link leads to is not here any more.
        </Text>
      )}
      <News {...news} />
      <HeldChanges value={held}>
        <Thread value={path}>
          <EndlessList
            query={query}
            what="the comments"
            skeleton={<CommentSkeletons />}
            empty={
              <Text c="dimmed" mt="lg">
                No comment yet.
              </Text>
            }
            pinned={path[0]}
            keyOf={(comment) => comment.id}
          >
            {(comment) => <CommentItem comment={comment} postAuthorId={post.authorId} level={0} />}
          </EndlessList>
        </Thread>
      </HeldChanges>
    </section>
  )
}

function CommentSkeletons() {
  return (
    <Stack gap="xl" role="status" aria-label="Loading the comments">
      {['80%', '55%'].map((width) => (
        <div key={width}>
          <Group gap="xs" mb="sm">
            <Skeleton circle height={28} />
            <Skeleton height={12} width={140} />
          </Group>
          <Skeleton height={12} width={width} />
        </div>
      ))}
    </Stack>
  )
}
