import type { Tables } from '@trellis/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'

/** Who wrote something, as much as a list shows. */
export const Author = z.object({ id: z.number(), username: z.string(), fullName: z.string().nullable() })

/** A tag. */
export const TagView = z.object({ id: z.number(), name: z.string() })
/** A tag and how many posts carry it. */
export const TagCount = TagView.extend({ postCount: z.number() })
/** A category. */
export const CategoryView = z.object({ id: z.number(), name: z.string() })
/** A category and how many posts are in it. */
export const CategoryCount = CategoryView.extend({ postCount: z.number() })

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

/** The columns and relations of an `Author`. */
export const authorSelection = {
  columns: { id: true, username: true },
  extras: {
    fullName: (user: Tables['users']) =>
      sql<string | null>`(select full_name from profiles where user_id = ${user.id})`,
  },
} as const

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
