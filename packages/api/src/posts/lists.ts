import { type Connection, preparedVariants, type Tables } from '@trellis/db'
import { and, type SQL, sql } from 'drizzle-orm'
import { viewerId } from '../caller.ts'
import type { Context } from '../context.ts'
import { isOlder, olderThan, timeKey } from '../keyset.ts'
import { toPage } from '../pages.ts'
import { postSelection } from './views.ts'

/** What a page of posts is asked for with. */
export interface PostPage {
  limit: number
  cursor?: [number, number] | null | undefined
}

/**
 * A list of posts, newest first. `narrow` says which, as a condition on `post`; it may use the placeholders that the
 * list is called with, those of the cursor, and `limit`. Each `shape` of the list is prepared once.
 */
export function postList<Shape>(
  narrow: (connection: Connection, post: Tables['posts'], shape: Shape) => SQL | undefined,
) {
  const rows = preparedVariants((connection: Connection, shape: Shape) =>
    connection.db.query.posts.findMany({
      ...postSelection,
      where: { RAW: (post) => sql`${and(isOlder(post.createdAt, post.id), narrow(connection, post, shape))}` },
      orderBy: { createdAt: 'desc', id: 'desc' },
      limit: sql.placeholder('limit'),
    }),
  )
  return async (ctx: Context, { limit, cursor }: PostPage, shape: Shape, values: Record<string, unknown> = {}) => {
    const viewer = viewerId(await ctx.identify())
    const found = await rows(ctx, shape, { ...values, ...olderThan(cursor), limit: limit + 1, viewer })
    return toPage(found, limit, timeKey)
  }
}

/**
 * The condition that a post carries a tag, read from the index that has each tag's posts in order: `tag` is the tag's
 * id, and `rest` narrows further, as a condition on the id of the post.
 */
export function tagged(
  post: Tables['posts'],
  { postTags }: Tables,
  tags: SQL[],
  rest?: (postId: SQL) => SQL | undefined,
): SQL {
  const branches = tags.map((tag) => {
    const condition = and(
      sql`${postTags.tagId} = ${tag}`,
      isOlder(postTags.postedAt, postTags.postId),
      rest?.(sql`${postTags.postId}`),
    )
    return sql`select post_id from (select ${postTags.postId} from ${postTags} where ${condition}
      order by ${postTags.postedAt} desc, ${postTags.postId} desc limit ${sql.placeholder('limit')}) as newest`
  })
  return sql`${post.id} in (${sql.join(branches, sql` union `)})`
}
