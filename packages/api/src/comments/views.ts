import { z } from 'zod'
import { Author, authorSelection } from '../users/author.ts'

/** A comment, or a reply to one. */
export const CommentView = z.object({
  id: z.number(),
  postId: z.number(),
  parentId: z.number().nullable(),
  author: Author,
  body: z.string(),
  replyCount: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

/** The columns and relations of a `CommentView`. */
export const commentSelection = {
  columns: { id: true, postId: true, parentId: true, body: true, replyCount: true, createdAt: true, updatedAt: true },
  with: { author: authorSelection },
} as const
