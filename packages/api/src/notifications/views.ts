import { z } from 'zod'
import { Author } from '../users/author.ts'

/** A notification: a reply to a comment, a comment on a post, or a new follower. */
export const NotificationView = z.object({
  id: z.number(),
  kind: z.enum(['reply', 'comment', 'follow']),
  actor: Author,
  post: z.object({ id: z.number(), title: z.string() }).nullable(),
  comment: z.object({ id: z.number(), body: z.string() }).nullable(),
  createdAt: z.string(),
  read: z.boolean(),
})
