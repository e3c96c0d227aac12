import type { Tables } from '@trellis/db'
import type { Reasons } from '@trellis/rpc'

/** Why calls about profiles are refused. */
export const profileReasons = {
  PROFILE_NOT_FOUND: { code: 'NOT_FOUND', message: 'This user has no profile.', missing: 'profiles' },
  PROFILE_EXISTS: { code: 'CONFLICT', message: 'This user has a profile already.', unique: 'profiles.user_id' },
} as const satisfies Reasons<Tables>
