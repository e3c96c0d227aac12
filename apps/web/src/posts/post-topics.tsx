import { Link } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import classes from './post-topics.module.css'

/** The category and the tags of a post, each leading to more posts like it. */
export function PostTopics({ post }: { post: Pick<RouterOutputs['posts']['byId'], 'category' | 'tags'> }) {
  if (!post.category && post.tags.length === 0) return <span />
  return (
    <ul className={classes.topics} aria-label="Category and tags">
      {post.category && (
        <li>
          <Link to="/" search={{ category: post.category.id }} className={classes.category}>
            {post.category.name}
          </Link>
        </li>
      )}
      {post.tags.map((tag) => (
        <li key={tag.id}>
          <Link to="/" search={{ tag: tag.name }} className={classes.tag}>
            #{tag.name}
          </Link>
        </li>
      ))}
    </ul>
  )
}
