import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { nameOf } from '../authors/byline.tsx'
import { trpc } from '../trpc.ts'
import classes from './post-page.module.css'

type PostLink = NonNullable<RouterOutputs['posts']['neighbours']['older']>

/** The posts before and after a post, by the same author. */
export function Neighbours({ post: { id, author } }: { post: RouterOutputs['posts']['byId'] }) {
  const { data } = useQuery(trpc.posts.neighbours.queryOptions({ id }))
  if (!data?.older && !data?.newer) return null
  return (
    <nav className={classes.neighbours} aria-label={`More by ${nameOf(author)}`}>
      {data.older && <Neighbour label={`Before, by ${nameOf(author)}`} to={data.older} />}
      {data.newer && <Neighbour label={`Next, by ${nameOf(author)}`} to={data.newer} isNext />}
    </nav>
  )
}

function Neighbour({ label, to, isNext = false }: { label: string; to: PostLink; isNext?: boolean }) {
  return (
    <Link to="/posts/$postId" params={{ postId: String(to.id) }} rel={isNext ? 'next' : 'prev'} data-next={isNext}>
      <span>{label}</span>
      <span dir="auto">{to.title}</span>
    </Link>
  )
}
