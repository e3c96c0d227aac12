import { eq, sql } from 'drizzle-orm'
import type { Connection } from '../src/index.ts'

const count = (rows: string) => sql<number>`(select cast(count(*) as integer) from ${sql.raw(rows)})`

/** Every counter that differs from the number of rows it counts, and every copied column that differs from its original. */
export async function miscounted({ db, tables }: Connection): Promise<object[]> {
  const { users, categories, tags, posts, postTags, comments } = tables
  const counters = [
    await db
      .select({
        user: users.id,
        stored: sql`${users.postCount} || '/' || ${users.followerCount} || '/' || ${users.followingCount}`,
        counted: sql`${count('posts where author_id = users.id and created_at is not null')} || '/' ||
          ${count('follows where followee_id = users.id')} || '/' || ${count('follows where follower_id = users.id')}`,
      })
      .from(users),
    await db
      .select({
        category: categories.id,
        stored: categories.postCount,
        counted: count('posts where category_id = categories.id and created_at is not null'),
      })
      .from(categories),
    await db
      .select({
        tag: tags.id,
        stored: tags.postCount,
        counted: count('post_tags where tag_id = tags.id and posted_at is not null'),
      })
      .from(tags),
    await db
      .select({
        post: posts.id,
        stored: sql`${posts.likeCount} || '/' || ${posts.commentCount}`,
        counted: sql`${count('likes where post_id = posts.id')} || '/' || ${count('comments where post_id = posts.id and comments.author_id is not null')}`,
      })
      .from(posts),
    await db
      .select({
        comment: comments.id,
        stored: comments.replyCount,
        counted: count('comments r where r.parent_id = comments.id and r.author_id is not null'),
      })
      .from(comments),
  ]
  const copies = await db
    .select({ post: posts.id, stored: postTags.postedAt, counted: posts.createdAt })
    .from(postTags)
    .innerJoin(posts, eq(posts.id, postTags.postId))
  return [...counters.flat(), ...copies].filter(({ stored, counted }) => stored !== counted)
}
