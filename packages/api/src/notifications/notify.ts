import { batched, type Connection } from '@trellis/db'
import { and, desc, eq, lte } from 'drizzle-orm'

/** The number of notifications that a user keeps. */
const KEPT = 500

type Row = Connection['tables']['notifications']['$inferInsert']

/** Tells the author of a post, and the author of the comment that it replies to, of a new comment by somebody else. */
export async function notifyOfComment(
  connection: Connection,
  { id, postId, authorId: actorId, parentAuthorId }: Comment,
): Promise<void> {
  const { db, tables } = connection
  const { posts } = tables
  const [post] = await db.select({ authorId: posts.authorId }).from(posts).where(eq(posts.id, postId))
  const told = new Map<number, 'comment' | 'reply'>()
  if (post) told.set(post.authorId, 'comment')
  if (parentAuthorId) told.set(parentAuthorId, 'reply')
  told.delete(actorId)
  await notify(
    connection,
    [...told].map(([userId, kind]) => ({ userId, kind, actorId, postId, commentId: id })),
  )
}

/** A new comment. */
interface Comment {
  id: number
  postId: number
  authorId: number
  /** The author of the comment that it replies to. */
  parentAuthorId: number | null
}

interface Follow {
  followeeId: number
  followerId: number
}

const notifyOfFollows = (connection: Connection, follows: Follow[]) =>
  notify(
    connection,
    follows.map(({ followeeId, followerId }) => ({
      userId: followeeId,
      kind: 'follow',
      actorId: followerId,
      followeeId,
    })),
  )

/** Tells a user of a new follower, once for as long as the follow lasts. */
export const notifyOfFollow = batched({
  one: (connection: Connection, follow: Follow) => notifyOfFollows(connection, [follow]),
  many: async (connection, follows) => {
    await notifyOfFollows(connection, follows)
    return follows.map(() => undefined)
  },
  order: ['followeeId', 'followerId'],
})

async function notify(connection: Connection, rows: Row[]): Promise<void> {
  const { db, tables } = connection
  const { notifications } = tables
  if (rows.length === 0) return
  await db.insert(notifications).values(rows).onConflictDoNothing()
  for (const userId of new Set(rows.map((row) => row.userId))) {
    const own = eq(notifications.userId, userId)
    const newestOfRest = db
      .select({ id: notifications.id })
      .from(notifications)
      .where(own)
      .orderBy(desc(notifications.id))
      .limit(1)
      .offset(KEPT)
    await db.delete(notifications).where(and(own, lte(notifications.id, newestOfRest)))
  }
}
