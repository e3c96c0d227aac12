import { z } from 'zod'

/** The profile of a user: one-to-one. */
export const ProfileView = z.object({
  id: z.number(),
  userId: z.number(),
  fullName: z.string(),
  bio: z.string().nullable(),
  version: z.number(),
})

/** The columns and relations of a `ProfileView`. */
export const profileSelection = {
  columns: { id: true, userId: true, fullName: true, bio: true, version: true },
} as const
