import type { Tables } from '@trellis/db'
import type { Reasons } from '@trellis/rpc'

/** Why calls about comments are refused. */
export const commentReasons = {
  COMMENT_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such comment.', missing: 'comments' },
  PARENT_MISMATCH: { code: 'BAD_REQUEST', message: 'The comment replied to is on another post.' },
  THREAD_TOO_DEEP: {
    code: 'BAD_REQUEST',
    message: 'This thread has reached its maximum depth.',
    check: 'comments_depth',
  },
} as const satisfies Reasons<Tables>
