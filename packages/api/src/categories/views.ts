import { z } from 'zod'

/** A category. */
export const CategoryView = z.object({ id: z.number(), name: z.string() })
/** A category and how many posts are in it. */
export const CategoryCount = CategoryView.extend({ postCount: z.number() })
