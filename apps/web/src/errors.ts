import type { AppRouter } from '@trellis/api'
import { isTRPCClientError } from '@trpc/client'

/** The data of an error that the server has sent. */
const dataOf = (error: unknown) => (isTRPCClientError<AppRouter>(error) ? error.data : undefined)

/** Whether an error says that a row does not exist. */
export const isNotFound = (error: unknown): boolean => dataOf(error)?.code === 'NOT_FOUND'

/** The row as it is now, for an error about an outdated version of it. */
export const currentOf = (error: unknown): unknown => dataOf(error)?.current

/** Whether a call was refused because the last sign-in with a password is too old. */
export const asksForPassword = (error: unknown): boolean => dataOf(error)?.reason === 'SIGN_IN_AGAIN'

/** The message to show for an error. */
export function messageOf(error: unknown): string {
  if (!isTRPCClientError<AppRouter>(error) || !error.data)
    return 'The server could not be reached. Check your connection and try again.'
  return error.data.code === 'UNAUTHORIZED' ? 'Your session has ended. Sign in to go on.' : error.message
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
  const messages: Partial<Record<Field, string>> = {}
  for (const [path, message] of Object.entries(dataOf(error)?.fields ?? {})) {
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
