import type { Tables } from '@trellis/db'
import type { Reasons } from '@trellis/rpc'

/** Why calls about follows are refused. */
export const followReasons = {
  SELF_FOLLOW: { code: 'BAD_REQUEST', message: 'You cannot follow yourself.', check: 'follows_not_oneself' },
  UNFOLLOWED: { code: 'CONFLICT', message: 'The user was unfollowed meanwhile. Try again.', missing: 'follows' },
} as const satisfies Reasons<Tables>
