import { Group } from '@mantine/core'
import { IconMessageCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { Byline } from '../authors/byline.tsx'
import { Moment } from '../layout/moment.tsx'
import { plural } from '../layout/plural.ts'
import { LikeButton } from './like-button.tsx'
import classes from './post-card.module.css'
import { PostTopics } from './post-topics.tsx'

/** A post in a list, which has an excerpt of its content. */
export function PostCard({ post }: { post: RouterOutputs['posts']['byId'] }) {
  return (
    <article className={classes.card} aria-labelledby={`post-${post.id}`}>
      <Byline author={post.author}>
        <Moment at={post.createdAt} changed={post.updatedAt} />
      </Byline>
      <h2 className={classes.title} id={`post-${post.id}`}>
        <Link to="/posts/$postId" params={{ postId: String(post.id) }} dir="auto">
          {post.title}
        </Link>
      </h2>
      <p className={classes.excerpt} dir="auto">
        {post.content}
      </p>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <PostTopics post={post} />
        <Group gap={2} wrap="nowrap">
          <LikeButton post={post} />
          <Link
            to="/posts/$postId"
            params={{ postId: String(post.id) }}
            hash="comments"
            className={classes.comments}
            aria-label={`${plural(post.commentCount, 'comment')} on “${post.title}”`}
          >
            <IconMessageCircle size={16} />
            {post.commentCount}
          </Link>
        </Group>
      </Group>
    </article>
  )
}
