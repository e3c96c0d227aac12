import { Highlight } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { Byline } from '../authors/byline.tsx'
import { Moment } from '../layout/moment.tsx'
import classes from '../posts/post-card.module.css'
import { PostTopics } from '../posts/post-topics.tsx'
import { plainSnippet } from '../posts/reading.ts'
import { soughtWords } from './search-queries.ts'

/** A post that was found, with what was searched for marked. */
export function HitCard({ hit, q }: { hit: RouterOutputs['search']['posts']['items'][number]; q: string }) {
  const { post, snippet } = hit
  const words = soughtWords(q)
  return (
    <article className={classes.card} aria-labelledby={`post-${post.id}`}>
      <Byline author={post.author}>
        <Moment at={post.createdAt} changed={post.updatedAt} />
      </Byline>
      <h2 className={classes.title} id={`post-${post.id}`}>
        <Link to="/posts/$postId" params={{ postId: String(post.id) }} dir="auto">
          <Highlight component="span" inherit highlight={words}>
            {post.title}
          </Highlight>
        </Link>
      </h2>
      <Highlight component="p" highlight={words} className={classes.excerpt} dir="auto">
        {plainSnippet(snippet, words)}
      </Highlight>
      <PostTopics post={post} />
    </article>
  )
}
