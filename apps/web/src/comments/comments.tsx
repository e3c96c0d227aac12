import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { EndlessList } from '../layout/endless-list.tsx'
import { TextLink } from '../layout/links.tsx'
import { useViewer, useViewerKnown } from '../viewer.ts'
import { CommentItem } from './comment-item.tsx'
import { commentsOptions } from './comment-options.ts'
import classes from './comments.module.css'
import { NewComment } from './new-comment.tsx'

/** The threads under a post, and a field to begin one. */
export function Comments({ postId, postAuthorId }: { postId: number; postAuthorId: number | undefined }) {
  const query = useInfiniteQuery(commentsOptions(postId))
  const viewer = useViewer()
  const known = useViewerKnown()
  const here = useLocation({ select: (location) => location.pathname })
  return (
    <section id="comments" aria-labelledby="comments-title" className={classes.comments}>
      <h2 id="comments-title" className={classes.title}>
        Comments
      </h2>
      {viewer ? (
        <NewComment postId={postId} />
      ) : (
        known && (
          <Text c="dimmed" mb="lg">
            <TextLink to="/sign-in" search={{ next: here }} underline="always">
              Sign in
            </TextLink>{' '}
            to join the conversation.
          </Text>
        )
      )}
      <EndlessList
        query={query}
        what="the comments"
        skeleton={<CommentSkeletons />}
        empty={<Text c="dimmed">No comment yet.</Text>}
        keyOf={(comment) => comment.id}
      >
        {(comment) => <CommentItem comment={comment} postAuthorId={postAuthorId} level={0} />}
      </EndlessList>
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
