import { fullName, line, email as readable, storable } from '@trellis/rpc'
import { fold } from '@trellis/store'
import { z } from 'zod'
import { isCommon } from './common-passwords.ts'
import type { SignIn } from './sign-in.ts'

// In the form that is stored. better-auth converts to lower case only, so that it could find another account than our checks.
const email = readable.transform(fold)
const password = storable(1_000)
const newPassword = password
  .min(8, 'Use at least 8 characters')
  .refine((value) => !isCommon(value), 'This password is too common: choose another')
const rememberMe = z.boolean().optional()

/** The body of each path. Paths of better-auth that are not listed here are not served. */
export const bodiesOf = (username: SignIn['usernames']) =>
  new Map<string, z.ZodType<Record<string, unknown>>>(
    Object.entries({
      'sign-up/email': z
        .object({ email, password: newPassword, username, name: fullName.optional(), rememberMe })
        .transform((body) => ({ ...body, name: body.name ?? body.username })),
      'sign-in/email': z.object({ email, password, rememberMe }),
      'sign-in/username': z.object({ username: line(50), password, rememberMe }),
      'sign-out': z.object({}).prefault({}),
      // A password may be changed because another person knows it.
      'change-password': z
        .object({ currentPassword: password, newPassword, revokeOtherSessions: z.boolean().optional() })
        .transform((body) => ({ ...body, revokeOtherSessions: true })),
      'revoke-session': z.object({ token: line(500) }),
      'revoke-other-sessions': z.object({}).prefault({}),
      'request-password-reset': z.object({ email }),
      'reset-password': z.object({ token: line(500), newPassword }),
      'send-verification-email': z.object({ email }),
      'verify-email': z.object({ token: line(2_000) }),
      'change-email': z.object({ newEmail: email }),
    }),
  )

/** The paths that act on the account of a session. */
export const personal = new Set(['change-password', 'change-email', 'revoke-session', 'revoke-other-sessions'])

/** The paths that take a password, or a token in its place. */
export const limited = new Set([
  'sign-up/email',
  'sign-in/email',
  'sign-in/username',
  'change-password',
  'reset-password',
])

/** The paths that send a message. */
export const mailed = new Set(['request-password-reset', 'send-verification-email', 'change-email'])
