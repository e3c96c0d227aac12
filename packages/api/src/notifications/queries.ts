import { type Connection, type Placeholders, prepared, type Tables } from '@trellis/db'
import { and, count, eq, type SQL, sql } from 'drizzle-orm'
import { newest, type TimePosition } from '../orders.ts'
import { authorSelection } from '../users/author.ts'

/** A page of the notifications of a user, newest first. */
export const notificationsOf = prepared(({ db }, at: Placeholders<{ userId: number; limit: number } & TimePosition>) =>
  db.query.notifications.findMany({
    columns: { id: true, kind: true, read: true, createdAt: true },
    with: {
      actor: authorSelection,
      post: { columns: { id: true, title: true } },
      comment: { columns: { id: true, body: true } },
    },
    where: {
      userId: at.userId,
      RAW: (one) => sql`${and(newest.condition([one.createdAt, one.id], at), isOfSeenPost(one))}`,
    },
    orderBy: { createdAt: 'desc', id: 'desc' },
    limit: at.limit,
  }),
)

/** The notification was not read. With a literal, the engines recognise the index of such rows. */
export const isUnread = ({ read }: Tables['notifications']): SQL => sql`${read} = false`

/** It is of no post, or of one that the user sees: a post can have become a draft. */
const isOfSeenPost = ({ postId, userId }: Tables['notifications']): SQL =>
  sql`(${postId} is null or exists (select 1 from posts as post
    where post.id = ${postId} and (post.created_at is not null or post.author_id = ${userId})))`

const unread = prepared(({ db, tables: { notifications } }, { userId }: Placeholders<{ userId: number }>) =>
  db
    .select({ count: count() })
    .from(notifications)
    .where(and(eq(notifications.userId, userId), isUnread(notifications), isOfSeenPost(notifications))),
)

/** The number of notifications that a user has not read. */
export async function unreadCount(connection: Connection, userId: number): Promise<number> {
  const [row] = await unread(connection, { userId })
  return row?.count ?? 0
}
