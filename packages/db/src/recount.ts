import { type Column, ne, sql } from 'drizzle-orm'
import type { Connection } from './database.ts'

const count = (rows: string) => sql<number>`(select cast(count(*) as integer) from ${sql.raw(rows)})`

/** Every counter with its correct value, and how to set it without changing `updatedAt` or `version` of its row. */
function counters({ db, tables: { users, categories, tags, posts, comments } }: Connection) {
  const authored = count('posts where posts.author_id = users.id')
  const followers = count('follows where follows.followee_id = users.id')
  const following = count('follows where follows.follower_id = users.id')
  const categorized = count('posts where posts.category_id = categories.id')
  const tagged = count('post_tags where post_tags.tag_id = tags.id')
  const likes = count('likes where likes.post_id = posts.id')
  const commented = count('comments where comments.post_id = posts.id and comments.author_id is not null')
  const replies = count('comments as replies where replies.parent_id = comments.id and replies.author_id is not null')
  const user = { updatedAt: sql`${users.updatedAt}`, version: sql`${users.version}` }
  const post = { updatedAt: sql`${posts.updatedAt}`, version: sql`${posts.version}` }
  const wrong = (column: Column, rows: ReturnType<typeof count>) => ne(column, rows)
  return [
    {
      name: 'users.post_count',
      wrong: db.select({ id: users.id }).from(users).where(wrong(users.postCount, authored)),
      fix: () =>
        db
          .update(users)
          .set({ ...user, postCount: authored })
          .where(wrong(users.postCount, authored)),
    },
    {
      name: 'users.follower_count',
      wrong: db.select({ id: users.id }).from(users).where(wrong(users.followerCount, followers)),
      fix: () =>
        db
          .update(users)
          .set({ ...user, followerCount: followers })
          .where(wrong(users.followerCount, followers)),
    },
    {
      name: 'users.following_count',
      wrong: db.select({ id: users.id }).from(users).where(wrong(users.followingCount, following)),
      fix: () =>
        db
          .update(users)
          .set({ ...user, followingCount: following })
          .where(wrong(users.followingCount, following)),
    },
    {
      name: 'categories.post_count',
      wrong: db.select({ id: categories.id }).from(categories).where(wrong(categories.postCount, categorized)),
      fix: () => db.update(categories).set({ postCount: categorized }).where(wrong(categories.postCount, categorized)),
    },
    {
      name: 'tags.post_count',
      wrong: db.select({ id: tags.id }).from(tags).where(wrong(tags.postCount, tagged)),
      fix: () => db.update(tags).set({ postCount: tagged }).where(wrong(tags.postCount, tagged)),
    },
    {
      name: 'posts.like_count',
      wrong: db.select({ id: posts.id }).from(posts).where(wrong(posts.likeCount, likes)),
      fix: () =>
        db
          .update(posts)
          .set({ ...post, likeCount: likes })
          .where(wrong(posts.likeCount, likes)),
    },
    {
      name: 'posts.comment_count',
      wrong: db.select({ id: posts.id }).from(posts).where(wrong(posts.commentCount, commented)),
      fix: () =>
        db
          .update(posts)
          .set({ ...post, commentCount: commented })
          .where(wrong(posts.commentCount, commented)),
    },
    {
      name: 'comments.reply_count',
      wrong: db.select({ id: comments.id }).from(comments).where(wrong(comments.replyCount, replies)),
      fix: () =>
        db
          .update(comments)
          .set({ updatedAt: sql`${comments.updatedAt}`, version: sql`${comments.version}`, replyCount: replies })
          .where(wrong(comments.replyCount, replies)),
    },
  ]
}

/** The counters that differ from the number of rows they count, and in how many rows. Empty if there are none. */
export async function miscounts(connection: Connection): Promise<{ counter: string; rows: number }[]> {
  const found: { counter: string; rows: number }[] = []
  for (const { name, wrong } of counters(connection)) {
    const rows = await wrong
    if (rows.length > 0) found.push({ counter: name, rows: rows.length })
  }
  return found
}

/** Sets every counter to the number of the rows it counts. */
export async function recount(connection: Connection): Promise<void> {
  for (const { fix } of counters(connection)) await fix()
}
