import type { Tables } from '@trellis/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'

/** The author of a post or a comment. */
export const Author = z.object({ id: z.number(), username: z.string(), fullName: z.string().nullable() })

/** The columns and relations of an `Author`. */
export const authorSelection = {
  columns: { id: true, username: true },
  extras: {
    fullName: (user: Tables['users']) =>
      sql<string | null>`(select full_name from profiles where user_id = ${user.id})`,
  },
} as const
