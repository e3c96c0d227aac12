import type { Violation } from '@trellis/db'
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'

/** Every reason an error can carry in `error.data.reason`, with the code it comes with. */
export const reasons = {
  INVALID_INPUT: 'BAD_REQUEST',
  INVALID_CURSOR: 'BAD_REQUEST',
  SELF_FOLLOW: 'BAD_REQUEST',
  PARENT_MISMATCH: 'BAD_REQUEST',
  THREAD_TOO_DEEP: 'BAD_REQUEST',
  TOO_MANY_TAGS: 'BAD_REQUEST',
  NOT_SIGNED_IN: 'UNAUTHORIZED',
  NOT_ALLOWED: 'FORBIDDEN',
  USER_NOT_FOUND: 'NOT_FOUND',
  PROFILE_NOT_FOUND: 'NOT_FOUND',
  POST_NOT_FOUND: 'NOT_FOUND',
  TAG_NOT_FOUND: 'NOT_FOUND',
  CATEGORY_NOT_FOUND: 'NOT_FOUND',
  COMMENT_NOT_FOUND: 'NOT_FOUND',
  EMPLOYEE_NOT_FOUND: 'NOT_FOUND',
  USERNAME_TAKEN: 'CONFLICT',
  EMAIL_TAKEN: 'CONFLICT',
  PROFILE_EXISTS: 'CONFLICT',
  POST_EXISTS: 'CONFLICT',
  TAG_EXISTS: 'CONFLICT',
  CATEGORY_EXISTS: 'CONFLICT',
  CYCLE: 'CONFLICT',
  HAS_POSTS: 'CONFLICT',
  HAS_SUBORDINATES: 'CONFLICT',
  CHANGED_MEANWHILE: 'CONFLICT',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
} as const satisfies Record<string, TRPCError['code']>

/** A machine-readable reason for an error. */
export type Reason = keyof typeof reasons

/** An error that the caller is meant to see: its reason decides the code. */
export class ApiError extends TRPCError {
  readonly reason: Reason
  /** Messages by the path of the input they are about. */
  readonly fields: Record<string, string> | undefined

  constructor(reason: Reason, message: string, fields?: Record<string, string>) {
    super({ code: reasons[reason], message })
    this.name = 'ApiError'
    this.reason = reason
    this.fields = fields
  }
}

/** What `error.data` tells besides the code: the reason, and for input that does not fit, messages by its path. */
export function describeError(error: TRPCError): { reason: Reason | null; fields: Record<string, string> | null } {
  if (error instanceof ApiError) return { reason: error.reason, fields: error.fields ?? null }
  if (error.cause instanceof ApiError) return describeError(error.cause)
  if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) {
    const fields: Record<string, string> = {}
    for (const issue of error.cause.issues) fields[issue.path.map(String).join('.')] ??= issue.message
    // A cursor is opaque: nobody can fix one by its message.
    const onlyCursor = error.cause.issues.every((issue) => issue.path[0] === 'cursor')
    return { reason: onlyCursor ? 'INVALID_CURSOR' : 'INVALID_INPUT', fields }
  }
  if (error.code === 'BAD_REQUEST') return { reason: 'INVALID_INPUT', fields: null }
  return { reason: null, fields: null }
}

const taken: Record<string, [Reason, string]> = {
  'users.username_key': ['USERNAME_TAKEN', 'This username is taken.'],
  'users.email': ['EMAIL_TAKEN', 'There is an account with this e-mail address.'],
  'profiles.user_id': ['PROFILE_EXISTS', 'This user has a profile already.'],
  'posts.external_id': ['POST_EXISTS', 'There is a post with this external id.'],
  'tags.name_key': ['TAG_EXISTS', 'There is a tag of this name.'],
  'categories.name_key': ['CATEGORY_EXISTS', 'There is a category of this name.'],
}

const refused: Record<string, [Reason, string]> = {
  follows_not_oneself: ['SELF_FOLLOW', 'Nobody can follow themselves.'],
  employees_not_own_manager: ['CYCLE', 'Nobody can be their own manager.'],
  comments_depth: ['THREAD_TOO_DEEP', 'This thread is as deep as threads go.'],
}

/** The error behind a unique or check constraint, or `undefined` if there is none for it. */
export function violationError(violation: Violation): ApiError | undefined {
  if (violation.kind === 'foreignKey') return undefined
  const known = violation.kind === 'unique' ? taken[violation.columns] : refused[violation.constraint]
  return known && new ApiError(...known)
}
