import { z } from 'zod'

/** A tag. */
export const TagView = z.object({ id: z.number(), name: z.string() })
/** A tag and how many posts carry it. */
export const TagCount = TagView.extend({ postCount: z.number() })
