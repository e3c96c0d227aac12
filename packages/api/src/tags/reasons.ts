import type { Tables } from '@trellis/db'
import type { Reasons } from '@trellis/rpc'

/** Why calls about tags are refused. */
export const tagReasons = {
  TAG_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such tag.', missing: 'tags' },
  TAG_EXISTS: { code: 'CONFLICT', message: 'There is a tag of this name.', unique: 'tags.name_key' },
} as const satisfies Reasons<Tables>
