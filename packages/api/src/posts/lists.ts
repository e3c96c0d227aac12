import type { Connection, Placeholders, Tables } from '@trellis/db'
import { inlined, readCount, viewerId } from '@trellis/rpc'
import { and, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { newest, type TimePosition } from '../orders.ts'
import type { Context } from '../rpc.ts'
import { type ContentLength, newestFirst, postBytes, selectPosts, shorten } from './views.ts'

/** The input of a page of posts. */
export interface PostPage {
  limit: number
  cursor?: TimePosition | null | undefined
  content: ContentLength
}

/** The shape of the prepared query of a list of posts. */
export interface PostVariant {
  /** The number of posts to read. */
  count: number
  content: ContentLength
}

/** The placeholder values of every list of posts. */
export type PostListValues = { viewer: number } & TimePosition

/** A list of posts, newest first. `narrow` is a condition on posts. */
export function selectPostList(
  connection: Connection,
  { count, content }: PostVariant,
  at: Placeholders<PostListValues>,
  narrow: SQL | undefined,
) {
  const { posts } = connection.tables
  return selectPosts(connection, at.viewer, content)
    .where(and(newest.condition([posts.createdAt, posts.id], at), narrow))
    .orderBy(...newestFirst(posts))
    .limit(inlined(count))
}

/** A page of a list of posts, which `read` executes. */
export async function postPage<Post extends { content: string; createdAt: string; id: number }>(
  ctx: Context,
  { limit, cursor, content }: PostPage,
  read: (variant: PostVariant, values: PostListValues) => PromiseLike<Post[]>,
) {
  const viewer = viewerId(await ctx.identify())
  const found = await read({ count: readCount(limit), content }, { ...newest.after(cursor), viewer })
  return newest.page(shorten(found, content), limit, (post) => [post.createdAt, post.id], postBytes)
}

/**
 * The ids of the `count` newest posts of a tag after the cursor, read from the index that holds the posts of each tag
 * in order. `rest` is a further condition on the id of the post.
 */
export function newestOfTag(
  { postTags }: Tables,
  tag: SQLWrapper,
  { count, at, rest }: { count: number; at: Placeholders<TimePosition>; rest?: SQL | undefined },
): SQL {
  return sql`select ${postTags.postId} as id from ${postTags}
    where ${and(sql`${postTags.tagId} = ${tag}`, newest.condition([postTags.postedAt, postTags.postId], at), rest)}
    order by ${postTags.postedAt} desc, ${postTags.postId} desc limit ${inlined(count)}`
}
