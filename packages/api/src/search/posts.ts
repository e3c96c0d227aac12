import { type Connection, type Placeholders, preparedVariants, type Tables } from '@trellis/db'
import { isOlder, moment, olderThan, rowId, type TimePosition, viewerId } from '@trellis/rpc'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { newestFirst, postsByIds } from '../posts/views.ts'
import type { Context } from '../rpc.ts'

/** The shortest text that the index finds. A shorter text is searched for in the newest posts only. */
const INDEXED_LENGTH = 3
const SCANNED_POSTS = 5_000

/** The order of results: 1 if the title matches, else 0, then newest first. */
export const byMatch = z.tuple([z.literal([0, 1]), moment, rowId])

interface Search {
  q: string
  authorId?: number | undefined
  categoryId?: number | undefined
  tagKey?: string | undefined
  cursor?: [0 | 1, number, number] | null | undefined
  count: number
}

interface Shape {
  indexed: boolean
  inTitle: boolean
  author: boolean
  category: boolean
  tag: boolean
}

/**
 * The posts with `q` in the title or content, in any case. Title matches first, then the others, each newest first. At
 * most three statements: one for the ids of each kind, one for the posts.
 */
export async function searchPosts(ctx: Context, { cursor, count, q, ...filter }: Search) {
  const shape = {
    indexed: [...q].length >= INDEXED_LENGTH,
    author: filter.authorId !== undefined,
    category: filter.categoryId !== undefined,
    tag: filter.tagKey !== undefined,
  }
  const viewer = viewerId(await ctx.identify())
  const values = { ...filter, text: q, scanned: SCANNED_POSTS }
  const { background } = ctx.store
  const [phase = 1, time, id] = cursor ?? []
  const position = olderThan(time === undefined || id === undefined ? null : [time, id])

  const inTitle =
    phase === 1 ? await matches(background, { ...shape, inTitle: true }, { ...values, ...position, limit: count }) : []
  const missing = count - inTitle.length
  const inContent =
    missing > 0
      ? await matches(
          background,
          { ...shape, inTitle: false },
          { ...values, ...(phase === 1 ? olderThan(null) : position), limit: missing },
        )
      : []
  const ids = [...inTitle, ...inContent].map(({ id }) => id)
  const posts = await postsByIds(ctx, ids, viewer)
  const titles = new Set(inTitle.map(({ id }) => id))
  return posts.map((post) => ({ post, inTitle: titles.has(post.id) }))
}

// Only ids, with a new plan for each call: whether the index helps depends on the text.
const matches = preparedVariants(postsThatMatch, { plannedAnew: true })

type MatchValues = {
  text: string
  authorId?: number | undefined
  categoryId?: number | undefined
  tagKey?: string | undefined
  scanned: number
  limit: number
} & TimePosition
type At = Placeholders<MatchValues>

function postsThatMatch(connection: Connection, shape: Shape, at: Placeholders<MatchValues>) {
  const { posts } = connection.tables
  const condition = and(
    isOlder(posts.createdAt, posts.id, at),
    shape.indexed ? indexedMatch(connection, posts, shape, at) : scannedMatch(connection, posts, shape, at),
    shape.author ? eq(posts.authorId, at.authorId) : undefined,
    shape.category ? eq(posts.categoryId, at.categoryId) : undefined,
    shape.tag ? carriesTag(posts, at) : undefined,
  )
  return connection.db
    .select({ id: posts.id })
    .from(posts)
    .where(condition)
    .orderBy(...newestFirst(posts))
    .limit(at.limit)
}

function indexedMatch(
  { expressions }: Connection,
  post: Tables['posts'],
  { inTitle }: Shape,
  { text }: At,
): SQL | undefined {
  const titles = sql`${post.id} in ${expressions.matching([post.title], text)}`
  if (inTitle) return titles
  return sql`${post.id} in ${expressions.matching([post.title, post.content], text)} and not (${titles})`
}

function scannedMatch(
  { expressions }: Connection,
  post: Tables['posts'],
  { inTitle }: Shape,
  { text, scanned }: At,
): SQL | undefined {
  const title = expressions.textContains(post.title, text)
  return and(
    sql`${post.id} in (select id from posts order by created_at desc, id desc limit ${scanned})`,
    inTitle ? title : sql`not ${title} and ${expressions.textContains(post.content, text)}`,
  )
}

function carriesTag(post: Tables['posts'], { tagKey }: At): SQL {
  return sql`exists (select 1 from post_tags join tags on tags.id = post_tags.tag_id
    where post_tags.post_id = ${post.id} and tags.name_key = ${tagKey})`
}
