import { Avatar, Button, Group, Skeleton, Stack } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { useEffect } from 'react'
import { AuthorLink, nameOf } from '../authors/byline.tsx'
import { Comments } from '../comments/comments.tsx'
import { isNotFound } from '../errors.ts'
import { LoadError } from '../layout/load-error.tsx'
import { Moment } from '../layout/moment.tsx'
import { PageMissing } from '../layout/page-missing.tsx'
import { usePageTitle } from '../layout/page-title.ts'
import { usePart } from '../layout/part.ts'
import { useOwnPage } from '../rendered-page.ts'
import { useViewer } from '../viewer.ts'
import { LikeButton } from './like-button.tsx'
import { Markdown } from './markdown.tsx'
import { postOptions } from './post-options.ts'
import classes from './post-page.module.css'
import { PostTopics } from './post-topics.tsx'
import { readingTime } from './reading.ts'

/** A post with its comments, likes and tags. */
export function PostPage({ id }: { id: number }) {
  useOwnPage()
  const { data: post, error, isPlaceholderData } = useQuery(postOptions(id))
  usePageTitle(post?.title)
  if (isNotFound(error)) return <PageMissing what="post" />
  if (error && !post) return <LoadError what="the post" error={error} />
  return (
    <div className={classes.measure}>
      {post ? (
        <>
          <Post post={post} complete={!isPlaceholderData} />
          {!isPlaceholderData && <Comments post={post} />}
        </>
      ) : (
        <PostSkeleton />
      )}
    </div>
  )
}

interface PostProps {
  post: RouterOutputs['posts']['byId']
  /** Whether the text is there: a list has only its beginning. */
  complete: boolean
}

function Post({ post, complete }: PostProps) {
  const viewer = useViewer()
  const clipboard = useClipboard()
  const mine = viewer !== null && (viewer.id === post.authorId || viewer.role === 'admin')
  const { Part: PostActions, ask } = usePart(() => import('./post-actions.tsx'))
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` does the same each time
  useEffect(() => {
    if (mine) void ask()
  }, [mine])
  return (
    <article>
      <h1 className={classes.title} dir="auto">
        {post.title}
      </h1>
      <Group justify="space-between" className={classes.byline}>
        <Group gap="sm" wrap="nowrap">
          <Avatar name={nameOf(post.author)} size={44} aria-hidden />
          <div className={classes.author}>
            <AuthorLink username={post.author.username}>{nameOf(post.author)}</AuthorLink>
            <div className={classes.when}>
              <Moment at={post.createdAt} changed={post.updatedAt} />
              {complete && ` · ${readingTime(post.content)} min read`}
            </div>
          </div>
        </Group>
        {mine && <div className={classes.actions}>{PostActions && <PostActions post={post} viewer={viewer} />}</div>}
      </Group>
      {complete ? <Markdown>{post.content}</Markdown> : <TextSkeleton />}
      <Group justify="space-between" className={classes.foot}>
        <PostTopics post={post} />
        <Group gap="xs">
          <Button
            variant="subtle"
            color="gray"
            c="dimmed"
            size="xs"
            onClick={() => clipboard.copy(`${location.origin}/posts/${post.id}`)}
          >
            {clipboard.copied ? 'Copied' : 'Copy link'}
          </Button>
          <LikeButton post={post} size="sm" />
        </Group>
      </Group>
    </article>
  )
}

function PostSkeleton() {
  return (
    <Stack gap="md" role="status" aria-label="Loading the post">
      <Skeleton height={40} width="80%" />
      <Group gap="sm" mb="xl">
        <Skeleton circle height={44} />
        <Skeleton height={14} width={180} />
      </Group>
      <TextLines />
    </Stack>
  )
}

function TextSkeleton() {
  return (
    <Stack gap="md" role="status" aria-label="Loading the text">
      <TextLines />
    </Stack>
  )
}

function TextLines() {
  return [100, 96, 99, 60, 97, 98, 80].map((width) => <Skeleton key={width} height={15} width={`${width}%`} />)
}
