import type { Connection } from '@trellis/db'
import { and, not, sql } from 'drizzle-orm'
import type { Match } from './ids.ts'

/** The shortest text that the index finds. A shorter text is searched for in the newest posts only. */
const INDEXED_LENGTH = 3

/** The posts with `q` in title or content, in any case. */
export function withSubstring({ tables: { posts }, expressions }: Connection, q: string): Match {
  const isIndexed = [...q].length >= INDEXED_LENGTH
  const inTitle = isIndexed
    ? sql`${posts.id} in ${expressions.matching([posts.title], q)}`
    : expressions.textContains(posts.title, q)
  const anywhere = isIndexed
    ? sql`${posts.id} in ${expressions.matching([posts.title, posts.content], q)}`
    : expressions.textContains(posts.content, q)
  return { inTitle, elsewhere: and(not(inTitle), anywhere), isIndexed }
}

/** The first place where `q` occurs in any case. */
export function firstSubstring(text: string, q: string): { at: number; length: number } {
  return { at: Math.max(0, text.toLowerCase().indexOf(q.toLowerCase())), length: q.length }
}
