import { type Connection, type Placeholders, preparedVariants, type Tables } from '@trellis/db'

import { and, eq, type SQL, sql } from 'drizzle-orm'
import { newest, type TimePosition } from '../orders.ts'
import { newestFirst } from '../posts/views.ts'
import { carriesTag, type FindIds, SCANNED_POSTS, type SearchFilter } from './ids.ts'

/** The shortest text that the index finds. A shorter text is searched for in the newest posts only. */
const INDEXED_LENGTH = 3

interface Shape {
  indexed: boolean
  inTitle: boolean
  author: boolean
  category: boolean
  tag: boolean
}

/** The posts with `q` in title or content, in any case. */
export function withSubstring(connection: Connection, q: string, filter: SearchFilter): FindIds {
  const shape = {
    indexed: [...q].length >= INDEXED_LENGTH,
    author: filter.authorId !== undefined,
    category: filter.categoryId !== undefined,
    tag: filter.tagKey !== undefined,
  }
  const values = { ...filter, text: q, scanned: SCANNED_POSTS }
  return (where, at) => matches(connection, { ...shape, ...where }, { ...values, ...at })
}

// Only ids, with a new plan for each call: whether the index helps depends on the text.
const matches = preparedVariants(postsThatMatch, { plannedAnew: true })

type MatchValues = SearchFilter & { text: string; scanned: number; limit: number } & TimePosition
type At = Placeholders<MatchValues>

function postsThatMatch(connection: Connection, shape: Shape, at: At) {
  const { posts } = connection.tables
  const condition = and(
    newest.condition([posts.createdAt, posts.id], at),
    shape.indexed ? indexedMatch(connection, posts, shape, at) : scannedMatch(connection, posts, shape, at),
    shape.author ? eq(posts.authorId, at.authorId) : undefined,
    shape.category ? eq(posts.categoryId, at.categoryId) : undefined,
    shape.tag ? carriesTag(posts, at.tagKey) : undefined,
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
    sql`${post.id} in (select id from posts where created_at is not null order by created_at desc, id desc limit ${scanned})`,
    inTitle ? title : sql`not ${title} and ${expressions.textContains(post.content, text)}`,
  )
}

/** The first place where `q` occurs in any case. */
export function firstSubstring(text: string, q: string): { at: number; length: number } {
  return { at: Math.max(0, text.toLowerCase().indexOf(q.toLowerCase())), length: q.length }
}
