import type { AppRouter } from '@trellis/api'
import { isTRPCClientError } from '@trpc/client'

/** Whether an error says that a row does not exist. */
export function isNotFound(error: unknown): boolean {
  return isTRPCClientError<AppRouter>(error) && error.data?.code === 'NOT_FOUND'
}

/** The row as it is now, for an error about an outdated version of it. */
export function currentOf(error: unknown): unknown {
  return isTRPCClientError<AppRouter>(error) ? error.data?.current : undefined
}

/** Whether a call was refused because the last sign-in with a password is too old. */
export function asksForPassword(error: unknown): boolean {
  return isTRPCClientError<AppRouter>(error) && error.data?.reason === 'SIGN_IN_AGAIN'
}

/** The message to show for an error. */
export function messageOf(error: unknown): string {
  if (isTRPCClientError<AppRouter>(error) && error.data?.code === 'UNAUTHORIZED') {
    return 'Your session has ended. Sign in to go on.'
  }
  if (isTRPCClientError<AppRouter>(error) && error.data) return error.message
  return 'The server could not be reached. Check your connection and try again.'
}

/**
 * The messages of an error by form field. A path such as
 * `tags.connectOrCreate.0.name` goes to the field `tags`, unless there is a field of that very path.
 *
 * @returns an empty object if the error is about no field of the form.
 */
export function fieldErrors<Field extends string>(
  error: unknown,
  fields: readonly Field[],
): Partial<Record<Field, string>> {
  if (!isTRPCClientError<AppRouter>(error) || !error.data) return {}
  const messages: Partial<Record<Field, string>> = {}
  for (const [path, message] of Object.entries(error.data.fields ?? {})) {
    const field = fields.find((name) => name === path) ?? fields.find((name) => path.startsWith(`${name}.`))
    if (field) messages[field] ??= message
  }
  return messages
}

/** The messages of an error by form field; `''` has the message of an error about no field. */
export function formErrors(error: unknown, fields: readonly string[]): Partial<Record<string, string>> {
  const errors = fieldErrors(error, fields)
  return Object.keys(errors).length > 0 ? errors : { '': messageOf(error) }
}
