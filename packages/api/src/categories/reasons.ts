import type { Tables } from '@trellis/db'
import type { Reasons } from '@trellis/rpc'

/** Why calls about categories are refused. */
export const categoryReasons = {
  CATEGORY_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such category.', missing: 'categories' },
  CATEGORY_EXISTS: { code: 'CONFLICT', message: 'There is a category of this name.', unique: 'categories.name_key' },
} as const satisfies Reasons<Tables>
