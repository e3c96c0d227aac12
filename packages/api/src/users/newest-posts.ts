import { type ArrayParam, type Connection, type Placeholders, preparedVariants } from '@trellis/db'
import { inlined, readCount } from '@trellis/rpc'
import { and, eq, sql } from 'drizzle-orm'
import { isPublished } from '../posts/drafts.ts'
import type { PostVariant } from '../posts/lists.ts'
import { type ContentLength, newestFirst, selectPosts, shorten } from '../posts/views.ts'

/** Which posts of a user to read. */
interface PostsInput {
  limit: number
  content: ContentLength
}

const ofOne = preparedVariants(
  (
    connection,
    { count, content }: PostVariant,
    { author, viewer }: Placeholders<{ author: number; viewer: number }>,
  ) => {
    const { posts } = connection.tables
    return selectPosts(connection, viewer, content)
      .where(and(eq(posts.authorId, author), isPublished(posts)))
      .orderBy(...newestFirst(posts))
      .limit(inlined(count))
  },
)

const ofEach = preparedVariants(
  (
    connection,
    { count, content }: PostVariant,
    { authors, viewer }: Placeholders<{ authors: ArrayParam; viewer: number }>,
  ) => {
    const { expressions, tables } = connection
    const { posts } = tables
    const newest = expressions.ofEach(
      expressions.unnest(authors),
      (author) => sql`select own.id from ${posts} as own where own.author_id = ${author} and own.created_at is not null
      order by own.created_at desc, own.id desc limit ${inlined(count)}`,
    )
    return selectPosts(connection, viewer, content)
      .where(sql`${posts.id} in ${newest}`)
      .orderBy(...newestFirst(posts))
  },
)

/** The newest posts of a user as seen by `viewer`. More than `limit`, if there are more. */
export async function newestPostsOf(
  connection: Connection,
  author: number,
  { limit, content }: PostsInput,
  viewer: number,
) {
  return shorten(await ofOne(connection, { count: readCount(limit), content }, { author, viewer }), content)
}

/** The same for several users, in one statement. */
export async function newestPostsOfEach(
  connection: Connection,
  authors: number[],
  { limit, content }: PostsInput,
  viewer: number,
) {
  if (authors.length === 0) return new Map<number, Awaited<ReturnType<typeof newestPostsOf>>>()
  const shape = { count: readCount(limit), content }
  const rows = await ofEach(connection, shape, { authors: connection.expressions.arrayParam(authors), viewer })
  return Map.groupBy(shorten(rows, content), (post) => post.authorId)
}
