import type { Tables } from '@trellis/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { draftAuthor } from '../posts/drafts.ts'
import { Author, authorSelection } from '../users/author.ts'

/**
 * A comment, or a reply to one. A deleted comment that still has replies is a tombstone: it has neither
 * author nor body, and is not counted.
 */
export const CommentView = z.object({
  id: z.number(),
  postId: z.number(),
  parentId: z.number().nullable(),
  deleted: z.boolean(),
  author: Author.nullable(),
  body: z.string().nullable(),
  replyCount: z.number(),
  /** The number of replies, without deleted ones. */
  hasReplies: z.boolean(),
  version: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

/** A comment in the events of streams. A reply that was deleted can go without a change of its parent, so `hasReplies` is not in it. */
export const CommentRow = CommentView.omit({ hasReplies: true })

/** The columns and relations of a `CommentView`. */
export const commentSelection = {
  columns: {
    id: true,
    postId: true,
    parentId: true,
    body: true,
    replyCount: true,
    version: true,
    createdAt: true,
    updatedAt: true,
  },
  with: { author: authorSelection },
  extras: {
    deleted: ({ authorId }: Tables['comments']) => sql`${authorId} is null`.mapWith(Boolean),
    draftAuthor: ({ postId }: Tables['comments']) => draftAuthor(postId),
    hasReplies: ({ id }: Tables['comments']) =>
      sql`exists (select 1 from comments as reply where reply.parent_id = ${id})`.mapWith(Boolean),
  },
} as const
