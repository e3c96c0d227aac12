import { type Connection, preparedVariants, type Tables } from '@trellis/db'
import { isOlder, literal, olderThan, readCount, timeKey, toPage, viewerId } from '@trellis/rpc'
import { and, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../rpc.ts'
import { newestFirst, postBytes, selectPosts } from './views.ts'

/** What a page of posts is asked for with. */
export interface PostPage {
  limit: number
  cursor?: [number, number] | null | undefined
}

/**
 * A list of posts, newest first. `narrow` says which, as a condition on posts; it may use the placeholders that the list
 * is called with and those of the cursor, and `count`, how many posts are read. Each `shape` is prepared once.
 */
export function postList<Shape>(narrow: (connection: Connection, count: number, shape: Shape) => SQL | undefined) {
  const rows = preparedVariants((connection: Connection, { count, shape }: { count: number; shape: Shape }) => {
    const { posts } = connection.tables
    return selectPosts(connection)
      .where(and(isOlder(posts.createdAt, posts.id), narrow(connection, count, shape)))
      .orderBy(...newestFirst(posts))
      .limit(literal(count))
  })
  return async (ctx: Context, { limit, cursor }: PostPage, shape: Shape, values: Record<string, unknown> = {}) => {
    const viewer = viewerId(await ctx.identify())
    const found = await rows(ctx, { count: readCount(limit), shape }, { ...values, ...olderThan(cursor), viewer })
    return toPage(found, limit, timeKey, postBytes)
  }
}

/**
 * The newest posts of a tag after the cursor, `count` of their ids, read from the index that has each tag's posts in
 * order. `rest` narrows further, as a condition on the id of the post.
 */
export function newestOfTag({ postTags }: Tables, tag: SQL, count: number, rest?: SQL): SQL {
  return sql`select ${postTags.postId} as id from ${postTags}
    where ${and(sql`${postTags.tagId} = ${tag}`, isOlder(postTags.postedAt, postTags.postId), rest)}
    order by ${postTags.postedAt} desc, ${postTags.postId} desc limit ${literal(count)}`
}
