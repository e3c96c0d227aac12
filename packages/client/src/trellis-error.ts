import type { AppRouter, Reason } from '@trellis/api'
import { TRPCClientError } from '@trpc/client'

type Answered = NonNullable<TRPCClientError<AppRouter>['data']>

/**
 * An error response of the server. `data.reason` is one of the documented reasons, or `null` if there is only a code.
 * `data.fields` has the messages for invalid fields of the input, by their path.
 */
export type TrellisError<R extends Reason | null = Reason | null> = TRPCClientError<AppRouter> & {
  readonly data: Omit<Answered, 'reason'> & { reason: R }
}

/**
 * Whether an error is a response of the server, and optionally whether it has a certain reason. Every other error means
 * that the call had no response: its `cause` is a {@link ConnectionError}, or the reason of the abort.
 *
 * @example
 * ```ts
 * import { createClient, isTrellisError } from '@trellis/client'
 *
 * const trellis = createClient({ url: process.env.TRELLIS_URL ?? 'http://127.0.0.1:3000' })
 * try {
 *   await trellis.users.byUsername.query({ username: 'nobody-of-this-name' })
 * } catch (error) {
 *   if (!isTrellisError(error, 'USER_NOT_FOUND')) throw error
 *   console.log(error.data.code, error.message) // NOT_FOUND There is no such user.
 * }
 * ```
 */
export function isTrellisError(error: unknown): error is TrellisError
export function isTrellisError<R extends Reason>(error: unknown, reason: R): error is TrellisError<R>
export function isTrellisError(error: unknown, reason?: Reason): boolean {
  if (!(error instanceof TRPCClientError) || !error.data) return false
  return reason === undefined || error.data.reason === reason
}
