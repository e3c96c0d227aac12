import { type ArrayParam, type Connection, type Placeholders, prepared, type Tables } from '@trellis/db'
import { inlined } from '@trellis/rpc'
import { desc, eq, type Placeholder, sql } from 'drizzle-orm'
import { z } from 'zod'
import { CategoryView } from '../categories/views.ts'
import { TagView } from '../tags/views.ts'
import { Author } from '../users/author.ts'
import { EXCERPT_SOURCE, excerpt } from './excerpt.ts'

/**
 * A post with its author, category, tags by name, and counts of likes and comments. `createdAt` is the moment of the first
 * publication; until then, the moment of the last change.
 */
export const PostView = z.object({
  id: z.number(),
  title: z.string(),
  content: z.string(),
  authorId: z.number(),
  author: Author,
  category: CategoryView.nullable(),
  tags: z.array(TagView),
  likeCount: z.number(),
  commentCount: z.number(),
  likedByViewer: z.boolean(),
  draft: z.boolean(),
  version: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

/** A post in the events of streams, without the field that depends on the viewer. */
export const PostRow = PostView.omit({ likedByViewer: true })

/** The content of posts in a list: in full, or the first 300 characters without Markdown markup. */
export const contentLength = z.literal(['full', 'excerpt']).default('full')
export type ContentLength = z.infer<typeof contentLength>

/**
 * Reads `PostView`s as seen by `viewer`. For an excerpt, reads only the part of the content that `shorten` needs. Joins
 * the tags as one column: nested relational queries take up to twice as long on PostgreSQL.
 */
export function selectPosts(
  { db, tables, expressions }: Connection,
  viewer: Placeholder,
  content: ContentLength = 'full',
) {
  const { posts, users, profiles, categories, postTags, tags } = tables
  return db
    .select({
      id: posts.id,
      title: posts.title,
      content:
        content === 'full'
          ? sql<string>`${posts.content}`
          : sql<string>`substr(${posts.content}, 1, ${inlined(EXCERPT_SOURCE + 1)})`,
      authorId: posts.authorId,
      author: { id: users.id, username: users.username, fullName: profiles.fullName },
      category: { id: categories.id, name: categories.name },
      tags: expressions.jsonList<z.infer<typeof TagView>>(
        { id: tags.id, name: tags.name },
        sql`${postTags} cross join ${tags} where ${tags.id} = ${postTags.tagId} and ${postTags.postId} = ${posts.id}`,
        tags.nameKey,
      ),
      likeCount: posts.likeCount,
      commentCount: posts.commentCount,
      likedByViewer: sql`exists (select 1 from likes where post_id = ${posts.id} and user_id = ${viewer})`.mapWith(
        Boolean,
      ),
      draft: sql`${posts.createdAt} is null`.mapWith(Boolean),
      version: posts.version,
      // A draft that was never published has only the moment of its last change.
      createdAt: sql<string>`coalesce(${posts.createdAt}, ${posts.firstPublishedAt}, ${posts.updatedAt})`.mapWith(
        posts.updatedAt,
      ),
      updatedAt: posts.updatedAt,
    })
    .from(posts)
    .innerJoin(users, eq(users.id, posts.authorId))
    .leftJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(categories, eq(categories.id, posts.categoryId))
}

/** Posts with the requested content. */
export function shorten<Post extends { content: string }>(posts: Post[], content: ContentLength): Post[] {
  return content === 'full' ? posts : posts.map((post) => ({ ...post, content: excerpt(post.content) }))
}

/** The size of a post, for the size limit of pages. */
export const postBytes = ({ content }: { content: string }) => Buffer.byteLength(content)

/** The order of every list of posts. */
export const newestFirst = ({ createdAt, id }: Tables['posts']) => [desc(createdAt), desc(id)]

const postsAmong = prepared(
  (connection: Connection, { ids, viewer }: Placeholders<{ ids: ArrayParam; viewer: number }>) =>
    selectPosts(connection, viewer).where(
      sql`${connection.tables.posts.id} in (${connection.expressions.unnest(ids)})`,
    ),
)

/** A post by its id, as seen by `viewer`. */
export async function postById(connection: Connection, values: { id: number; viewer: number }) {
  const [post] = await postsById(connection, values)
  return post
}

const postsById = prepared((connection, { id, viewer }: Placeholders<{ id: number; viewer: number }>) =>
  selectPosts(connection, viewer).where(eq(connection.tables.posts.id, id)),
)

/** The post with an external id, if there is one. */
export const postsByExternalId = prepared(
  (connection, { externalId, viewer }: Placeholders<{ externalId: string; viewer: number }>) =>
    selectPosts(connection, viewer).where(eq(connection.tables.posts.externalId, externalId)),
)

/** The posts with these ids, in the same order, as seen by `viewer`. */
export async function postsByIds(connection: Connection, ids: number[], viewer: number) {
  if (ids.length === 0) return []
  const rows = await postsAmong(connection, { ids: connection.expressions.arrayParam(ids), viewer })
  const byId = new Map(rows.map((post) => [post.id, post]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
