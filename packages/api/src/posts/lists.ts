import { type Connection, preparedVariants, type Tables } from '@trellis/db'
import { isOlder, literal, olderThan, readCount, timeKey, toPage, viewerId } from '@trellis/rpc'
import { and, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../rpc.ts'
import { type ContentLength, newestFirst, postBytes, selectPosts, shorten } from './views.ts'

/** What a page of posts is asked for with. */
export interface PostPage {
  limit: number
  cursor?: [number, number] | null | undefined
  content: ContentLength
}

interface Variant<Shape> {
  count: number
  content: ContentLength
  shape: Shape
}

/**
 * A list of posts, newest first. `narrow` says which, as a condition on posts; it may use the placeholders that the list
 * is called with and those of the cursor, and `count`, how many posts are read. Each `shape` is prepared once.
 */
export function postList<Shape>(narrow: (connection: Connection, count: number, shape: Shape) => SQL | undefined) {
  const rows = preparedVariants((connection: Connection, { count, content, shape }: Variant<Shape>) => {
    const { posts } = connection.tables
    return selectPosts(connection, content)
      .where(and(isOlder(posts.createdAt, posts.id), narrow(connection, count, shape)))
      .orderBy(...newestFirst(posts))
      .limit(literal(count))
  })
  return async (
    ctx: Context,
    { limit, cursor, content }: PostPage,
    shape: Shape,
    values: Record<string, unknown> = {},
  ) => {
    const viewer = viewerId(await ctx.identify())
    const variant = { count: readCount(limit), content, shape }
    const found = await rows(ctx, variant, { ...values, ...olderThan(cursor), viewer })
    return toPage(shorten(found, content), limit, timeKey, postBytes)
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
