import { type Connection, type Placeholders, prepared } from '@trellis/db'
import type { DependentRows } from '@trellis/rpc/live'
import { eq } from 'drizzle-orm'
import { wasDraft } from '../posts/changes.ts'

const followees = prepared(({ db, tables: { follows } }, { userId }: Placeholders<{ userId: number }>) =>
  db.select({ id: follows.followeeId }).from(follows).where(eq(follows.followerId, userId)),
)

/** The posts of those a user follows, until the user follows or unfollows somebody. */
export const followedPosts = (connection: Connection, userId: number): DependentRows => ({
  read: async () => {
    const ids = new Set<unknown>((await followees(connection, { userId })).map(({ id }) => id))
    return (post) => !wasDraft(post) && ids.has(post.authorId)
  },
  until: ({ table, key }) => table === 'follows' && key.followerId === userId,
})
