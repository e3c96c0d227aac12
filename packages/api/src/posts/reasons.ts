import type { Tables } from '@trellis/db'
import type { Reasons } from '@trellis/rpc'

/** The maximum number of tags of a post. */
export const MAX_TAGS = 50

/** Why calls about posts are refused. */
export const postReasons = {
  POST_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such post.', missing: 'posts' },
  POST_EXISTS: { code: 'CONFLICT', message: 'There is a post with this external id.', unique: 'posts.external_id' },
  HAS_POSTS: { code: 'CONFLICT', message: 'There are still posts.' },
  TOO_MANY_TAGS: { code: 'BAD_REQUEST', message: `A post can have at most ${MAX_TAGS} tags.` },
} as const satisfies Reasons<Tables>
