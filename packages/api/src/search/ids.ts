import type { Tables } from '@trellis/db'
import { keyset, type Position } from '@trellis/rpc'
import { type Placeholder, type SQL, sql } from 'drizzle-orm'
import { newest, type TimePosition } from '../orders.ts'

/** The order of results: 1 if the title matches, else 0, then newest first. */
export const byMatch = keyset(['rank', 'time', 'id'], 'desc')

/** The filters of a search. */
export type SearchFilter = {
  authorId?: number | undefined
  categoryId?: number | undefined
  tagKey?: string | undefined
}

/** Posts in which a text too short for the index is looked for: the newest. */
export const SCANNED_POSTS = 5_000

/** Whether a post carries the tag with this key. */
export function carriesTag(posts: Tables['posts'], key: string | Placeholder): SQL {
  return sql`${posts.id} in (select post_id from post_tags where tag_id = (select id from tags where name_key = ${key}))`
}

/** Reads the ids of hits that come after a position, newest first: those in the title, or the others. */
export type FindIds = (
  where: { inTitle: boolean },
  at: TimePosition & { limit: number },
) => PromiseLike<{ id: number }[]>

/**
 * The ids of `count` hits after the cursor: first those in the title, then the others, each newest first. Two statements at
 * most: one for each kind.
 */
export async function idsInOrder(
  find: FindIds,
  { cursor, count }: { cursor?: Position<'rank' | 'time' | 'id'> | null | undefined; count: number },
) {
  const { cursorRank, ...position } = byMatch.after(cursor)
  const inTitle = cursorRank === 1 ? await find({ inTitle: true }, { ...position, limit: count }) : []
  const missing = count - inTitle.length
  const others = cursorRank === 1 ? newest.after(null) : position
  const inContent = missing > 0 ? await find({ inTitle: false }, { ...others, limit: missing }) : []
  return { ids: [...inTitle, ...inContent].map(({ id }) => id), titles: new Set(inTitle.map(({ id }) => id)) }
}
