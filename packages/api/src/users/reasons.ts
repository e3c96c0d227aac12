import type { Tables } from '@trellis/db'
import type { Reasons } from '@trellis/rpc'

/** Why calls about users are refused. */
export const userReasons = {
  USER_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such user.', missing: 'users' },
  USERNAME_TAKEN: { code: 'CONFLICT', message: 'This username is taken.', unique: 'users.username_key' },
  EMAIL_TAKEN: { code: 'CONFLICT', message: 'There is an account with this e-mail address.', unique: 'users.email' },
  OWN_ROLE: { code: 'FORBIDDEN', message: 'You cannot change your own role. Ask another admin.' },
  LAST_ADMIN: { code: 'CONFLICT', message: 'This is the last admin. Make somebody else an admin first.' },
  SIGN_IN_AGAIN: { code: 'FORBIDDEN', message: 'Sign in again first: you gave your password more than 5 minutes ago.' },
  CONFIRM_EMAIL: {
    code: 'FORBIDDEN',
    message: 'Your e-mail address was confirmed. To change it, confirm the change at both addresses.',
  },
} as const satisfies Reasons<Tables>
