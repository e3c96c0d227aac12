import { createHash } from 'node:crypto'
import type { AppRouter, RouterOutputs } from '@trellis/blog'
import type { Client } from '@trellis/client'
import { fold } from '@trellis/store/fold'
import type { Article } from './article.ts'

/** A post of this blog on the server. Its text is not kept in memory, because there may be 100,000 posts. */
export interface KnownPost {
  id: number
  digest: string
  createdAt: string
  username: string
  draft: boolean
  /** The file of the post, once this run has read it. */
  path?: string
}

const PAGE = 100

/** The external id of a post of this blog. */
export function externalIdOf(source: string, key: string): string {
  return `blog:${source}/${key}`
}

/** Every post that earlier runs imported from this blog, by its key. */
export async function readKnownPosts(
  client: Client<AppRouter>,
  source: string,
  signal: AbortSignal,
): Promise<Map<string, KnownPost>> {
  const known = new Map<string, KnownPost>()
  const prefix = externalIdOf(source, '')
  let cursor: string | null | undefined
  do {
    const page = await client.posts.imported.query({ prefix, limit: PAGE, cursor }, { signal })
    for (const { externalId, ...post } of page.items) known.set(externalId.slice(prefix.length), knownPost(post))
    cursor = page.nextCursor
  } while (cursor)
  return known
}

/** The part of a post that is kept in memory. */
export function knownPost(post: RouterOutputs['posts']['byExternalId']): KnownPost {
  const { id, createdAt, author, category, tags, draft } = post
  const names = tags.map((tag) => tag.name)
  return {
    id,
    createdAt,
    username: author.username,
    draft,
    digest: digest({ ...post, category: category?.name, tags: names }),
  }
}

/** A hash of a post: equal if importing it again would change nothing. */
export function digest({
  title,
  content,
  category,
  tags,
}: Pick<Article, 'title' | 'content' | 'category' | 'tags'>): string {
  const parts = [title, content, category === undefined ? null : fold(category), tags.map(fold).sort()]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64').slice(0, 22)
}
