import { type Connection, preparedVariants } from '@trellis/db'
import { literal, readCount } from '@trellis/rpc'
import { eq, sql } from 'drizzle-orm'
import { newestFirst, selectPosts } from '../posts/views.ts'

const ofOne = preparedVariants((connection, count: number) => {
  const { posts } = connection.tables
  return selectPosts(connection)
    .where(eq(posts.authorId, sql.placeholder('author')))
    .orderBy(...newestFirst(posts))
    .limit(literal(count))
})

const ofEach = preparedVariants((connection, count: number) => {
  const { expressions, tables } = connection
  const { posts } = tables
  const authors = expressions.listed(sql.placeholder('authors'))
  const newest = expressions.ofEach(
    authors,
    (author) => sql`select own.id from ${posts} as own where own.author_id = ${author}
      order by own.created_at desc, own.id desc limit ${literal(count)}`,
  )
  return selectPosts(connection)
    .where(sql`${posts.id} in ${newest}`)
    .orderBy(...newestFirst(posts))
})

/** More than `limit` of the newest posts of a user, if there are as many, as seen by `viewer`. */
export function newestPostsOf(connection: Connection, author: number, limit: number, viewer: number) {
  return ofOne(connection, readCount(limit), { author, viewer })
}

/** The same for each of some users, in one statement. */
export async function newestPostsOfEach(connection: Connection, authors: number[], limit: number, viewer: number) {
  if (authors.length === 0) return new Map<number, Awaited<ReturnType<typeof newestPostsOf>>>()
  const rows = await ofEach(connection, readCount(limit), { authors: connection.expressions.listOf(authors), viewer })
  return Map.groupBy(rows, (post) => post.authorId)
}
