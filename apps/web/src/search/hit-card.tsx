import { Highlight } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { Byline } from '../authors/byline.tsx'
import { plainSnippet } from '../posts/excerpt.ts'
import classes from '../posts/post-card.module.css'
import { PostTopics } from '../posts/post-topics.tsx'

/** A post that was found, with what was searched for marked. */
export function HitCard({ hit, q }: { hit: RouterOutputs['search']['posts']['items'][number]; q: string }) {
  const { post, snippet } = hit
  return (
    <article className={classes.card} aria-labelledby={`post-${post.id}`}>
      <Byline author={post.author} at={post.createdAt} />
      <h2 className={classes.title} id={`post-${post.id}`}>
        <Link to="/posts/$postId" params={{ postId: String(post.id) }}>
          <Highlight component="span" inherit highlight={q}>
            {post.title}
          </Highlight>
        </Link>
      </h2>
      <Highlight component="p" highlight={q} className={classes.excerpt}>
        {plainSnippet(snippet, q)}
      </Highlight>
      <PostTopics post={post} />
    </article>
  )
}
