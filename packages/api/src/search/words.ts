import { type Connection, fold, searchKey, type Words, wordsOf } from '@trellis/db'
import { and, not, or, type SQL, sql } from 'drizzle-orm'
import { carriesTag, type Match } from './ids.ts'

/** Words that count, so that a search has a bounded cost: those after them are ignored. */
const MAX_WORDS = 12

/** A search by words. */
interface WordQuery {
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

/** The posts with all of the words, and with the tags and the authors. */
export function withWords(connection: Connection, { words, tags, authors }: WordQuery): Match {
  const { posts } = connection.tables
  const { hasWords } = connection.expressions
  const inTitle = and(...words.map(({ words }) => hasWords([posts.title], words)))
  const anywhere = words.map(({ text, words }) =>
    or(hasWords([posts.title, posts.content], words), isOfAuthorNamed(connection, text, words)),
  )
  const narrow = [
    ...tags.map((key) => carriesTag(posts, key)),
    ...authors.map((key) => sql`${posts.authorId} in (select id from users where username_key = ${key})`),
  ]
  return {
    inTitle,
    // Without words, the tags and the authors decide.
    elsewhere: inTitle ? and(...anywhere, not(inTitle)) : and(...narrow),
    isIndexed: words.length === 0 || words.some(({ words }) => words.indexed.length > 0),
    narrow,
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
