import { type Connection, fold, searchKey, type Words, wordsOf } from '@trellis/db'

import { and, eq, not, or, type SQL, sql } from 'drizzle-orm'
import { newest } from '../orders.ts'
import { newestFirst } from '../posts/views.ts'
import { carriesTag, type FindIds, SCANNED_POSTS, type SearchFilter } from './ids.ts'

/** Words that count, so that a search has a bounded cost: those after them are ignored. */
const MAX_WORDS = 12

/** What a search by words asks for. */
export interface WordQuery {
  /** Each stands in the post, or in the name of its author. */
  words: { text: string; words: Words }[]
  /** The keys of tags that the post carries. */
  tags: string[]
  /** The keys of usernames of the author. */
  authors: string[]
}

/** Reads `plan "slow query" #sql @ann`: words, phrases in quotes, tags and an author. */
export function parseWords(q: string): WordQuery {
  const query: WordQuery = { words: [], tags: [], authors: [] }
  for (const [, sign, quoted, bare] of q.matchAll(/([#@]?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const text = (quoted ?? bare ?? '').trim()
    const words = wordsOf(text)
    if (!words) continue
    if (sign === '#') query.tags.push(fold(text))
    else if (sign === '@') query.authors.push(fold(text))
    else query.words.push({ text, words })
  }
  query.words.splice(MAX_WORDS)
  return query
}

/**
 * The posts with all of the words, the title's first. Built for each search, because the number of words is the number of
 * conditions.
 */
export function withWords(connection: Connection, { words, tags, authors }: WordQuery, filter: SearchFilter): FindIds {
  const { posts } = connection.tables
  const asked = words.length + tags.length + authors.length > 0
  const isIndexed = words.length === 0 || words.some(({ words }) => words.indexed.length > 0)
  const inTitle = and(...words.map(({ words }) => connection.expressions.hasWords([posts.title], words)))
  const anywhere = words.map(({ text, words }) =>
    or(connection.expressions.hasWords([posts.title, posts.content], words), isOfAuthorNamed(connection, text, words)),
  )
  const conditions = [
    ...[...tags, ...(filter.tagKey === undefined ? [] : [filter.tagKey])].map((key) => carriesTag(posts, key)),
    ...authors.map((key) => sql`${posts.authorId} in (select id from users where username_key = ${key})`),
    filter.authorId === undefined ? undefined : eq(posts.authorId, filter.authorId),
    filter.categoryId === undefined ? undefined : eq(posts.categoryId, filter.categoryId),
    isIndexed
      ? undefined
      : sql`${posts.id} in (select id from posts where created_at is not null order by created_at desc, id desc limit ${SCANNED_POSTS})`,
  ]
  return async (where, { limit, ...position }) => {
    // Without words, no title has them.
    if (!asked || (where.inTitle && !inTitle)) return []
    const match = where.inTitle ? [inTitle] : [...anywhere, inTitle && not(inTitle)]
    return connection.db
      .select({ id: posts.id })
      .from(posts)
      .where(and(newest.condition([posts.createdAt, posts.id], position), ...conditions, ...match))
      .orderBy(...newestFirst(posts))
      .limit(limit)
  }
}

function isOfAuthorNamed({ expressions, tables: { posts, profiles } }: Connection, text: string, words: Words): SQL {
  const named = sql`select user_id from ${profiles} where ${expressions.hasWords([profiles.fullName], words)}
    union all select id from users where username_key = ${fold(text)}`
  return expressions.isAmong(posts.authorId, named)
}

/** The first place of a text that one of the words was found at. */
export function firstHit(text: string, { words }: WordQuery): { at: number; length: number } {
  const key = searchKey(text)
  for (const {
    words: { pattern },
  } of words) {
    const found = new RegExp(pattern, 'u').exec(key)
    if (found) return { at: found.index, length: found[0].length }
  }
  return { at: 0, length: 0 }
}
