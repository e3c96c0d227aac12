import type { Connection, Tables } from '@trellis/db'
import { keyset, type Position } from '@trellis/rpc'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { newest, type TimePosition } from '../orders.ts'
import { newestFirst } from '../posts/views.ts'

/** The order of results: 1 if the title matches, else 0, then newest first. */
export const byMatch = keyset(['rank', 'time', 'id'], 'desc')

/** The filters of a search. */
interface SearchFilter {
  authorId?: number | undefined
  categoryId?: number | undefined
  tagKey?: string | undefined
}

/** Posts in which a text too short for the index is looked for: the newest. */
const SCANNED_POSTS = 5_000

/** A search as conditions on posts. */
export interface Match {
  /** The title matches. Without it, no title does. */
  inTitle: SQL | undefined
  /** The title does not match, and the post does. Without it, no post does. */
  elsewhere: SQL | undefined
  /** Whether the conditions use the index. Else only the newest posts are searched. */
  isIndexed: boolean
  /** Further conditions. */
  narrow?: SQL[]
}

/** Whether a post carries the tag with this key. */
export function carriesTag(posts: Tables['posts'], key: string): SQL {
  return sql`${posts.id} in (select post_id from post_tags where tag_id = (select id from tags where name_key = ${key}))`
}

/**
 * The ids of `count` hits after the cursor: first those in the title, then the others, each newest first. Two statements at
 * most: one for each kind. They are built for each search, because whether the index helps depends on the text.
 */
export async function matchingIds(
  { db, tables: { posts } }: Connection,
  { inTitle, elsewhere, isIndexed, narrow = [] }: Match,
  { authorId, categoryId, tagKey }: SearchFilter,
  { cursor, count }: { cursor?: Position<'rank' | 'time' | 'id'> | null | undefined; count: number },
) {
  const conditions = [
    ...narrow,
    authorId === undefined ? undefined : eq(posts.authorId, authorId),
    categoryId === undefined ? undefined : eq(posts.categoryId, categoryId),
    tagKey === undefined ? undefined : carriesTag(posts, tagKey),
    isIndexed
      ? undefined
      : sql`${posts.id} in (select id from posts where created_at is not null order by created_at desc, id desc limit ${SCANNED_POSTS})`,
  ]
  const find = async (match: SQL | undefined, after: TimePosition, limit: number) =>
    match && limit > 0
      ? db
          .select({ id: posts.id })
          .from(posts)
          .where(and(newest.condition([posts.createdAt, posts.id], after), match, ...conditions))
          .orderBy(...newestFirst(posts))
          .limit(limit)
      : []
  const { cursorRank, ...position } = byMatch.after(cursor)
  const titles = cursorRank === 1 ? await find(inTitle, position, count) : []
  const others = await find(elsewhere, cursorRank === 1 ? newest.after(null) : position, count - titles.length)
  return { ids: [...titles, ...others].map(({ id }) => id), titles: new Set(titles.map(({ id }) => id)) }
}
