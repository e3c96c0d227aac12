import type { Tables } from '@trellis/db'
import type { Reasons } from '@trellis/rpc'

/** Why calls about follows are refused. */
export const followReasons = {
  SELF_FOLLOW: { code: 'BAD_REQUEST', message: 'You cannot follow yourself.', check: 'follows_not_oneself' },
} as const satisfies Reasons<Tables>
