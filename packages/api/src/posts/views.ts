import type { Tables } from '@trellis/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { CategoryView } from '../categories/views.ts'
import { TagView } from '../tags/views.ts'
import { Author, authorSelection } from '../users/author.ts'

/** A post with all that is shown of it: author, category, tags by name, and what readers did. */
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
  createdAt: z.string(),
  updatedAt: z.string(),
})

/** The columns and relations of a `PostView`, for a query with the placeholder `viewer`. */
export const postSelection = {
  columns: {
    id: true,
    title: true,
    content: true,
    authorId: true,
    likeCount: true,
    commentCount: true,
    createdAt: true,
    updatedAt: true,
  },
  with: {
    author: authorSelection,
    category: { columns: { id: true, name: true } },
    tags: { columns: { id: true, name: true }, orderBy: { nameKey: 'asc' } },
  },
  extras: {
    likedByViewer: (post: Tables['posts']) =>
      sql`exists (select 1 from likes where post_id = ${post.id} and user_id = ${sql.placeholder('viewer')})`.mapWith(
        Boolean,
      ),
  },
} as const
