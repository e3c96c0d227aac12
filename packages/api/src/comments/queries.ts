import { type ArrayParam, type Connection, type Placeholders, prepared, preparedVariants } from '@trellis/db'
import { eq, sql } from 'drizzle-orm'
import { newest, oldest, type TimePosition } from '../orders.ts'
import { draftAuthor } from '../posts/drafts.ts'
import { commentSelection } from './views.ts'

/** A comment by its id. */
export const commentById = prepared(({ db }, { id }: Placeholders<{ id: number }>) =>
  db.query.comments.findFirst({ ...commentSelection, where: { id } }),
)

const commentsAmong = prepared(({ db, expressions }, { ids }: Placeholders<{ ids: ArrayParam }>) =>
  db.query.comments.findMany({
    ...commentSelection,
    where: { RAW: ({ id }) => sql`${id} in (${expressions.unnest(ids)})` },
  }),
)

/** The comments with these ids. */
export const commentsByIds = (connection: Connection, ids: number[]) =>
  commentsAmong(connection, { ids: connection.expressions.arrayParam(ids) })

type ListValues = { limit: number } & TimePosition

/** A page of the comments of a post that are no replies. */
export const topLevel = preparedVariants(
  ({ db }, order: 'oldest' | 'newest', at: Placeholders<{ postId: number } & ListValues>) => {
    const direction = order === 'oldest' ? 'asc' : 'desc'
    return db.query.comments.findMany({
      ...commentSelection,
      where: {
        postId: at.postId,
        parentId: { isNull: true },
        RAW: (comment) => (order === 'oldest' ? oldest : newest).condition([comment.createdAt, comment.id], at),
      },
      // The parent is null in every row. As the first sort key, it lets PostgreSQL recognize the order of the index.
      orderBy: { parentId: direction, createdAt: direction, id: direction },
      limit: at.limit,
    })
  },
)

/** A page of the direct replies to a comment, oldest first. */
export const repliesTo = prepared(({ db }, at: Placeholders<{ commentId: number } & ListValues>) =>
  db.query.comments.findMany({
    ...commentSelection,
    where: { parentId: at.commentId, RAW: (comment) => oldest.condition([comment.createdAt, comment.id], at) },
    orderBy: { createdAt: 'asc', id: 'asc' },
    limit: at.limit,
  }),
)

/** A comment and every comment above it, the top-level one first. */
export const threadTo = prepared(({ db }, { id }: Placeholders<{ id: number }>) =>
  db.query.comments.findMany({
    ...commentSelection,
    where: {
      RAW: (comment) => sql`${comment.id} in (with recursive chain (id, parent_id) as (
        select id, parent_id from comments where id = ${id}
        union all
        select above.id, above.parent_id from chain join comments as above on above.id = chain.parent_id
      ) select id from chain)`,
    },
    orderBy: { depth: 'asc' },
  }),
)

/** The author of a post if it is a draft: comments on it are seen like the post. */
export const postOf = prepared(({ db, tables: { posts } }, { postId }: Placeholders<{ postId: number }>) =>
  db
    .select({ draftAuthor: draftAuthor(sql`${posts.id}`) })
    .from(posts)
    .where(eq(posts.id, postId)),
)
