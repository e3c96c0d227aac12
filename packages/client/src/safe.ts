import type { Reason } from '@trellis/api'
import type { TRPCPromise } from '@trpc/client'
import { isTrellisError, type TrellisError } from './trellis-error.ts'

/** The outcome of a call: its output, or why the server refused it. */
export type Outcome<Output, Why extends Reason> =
  | { data: Output; reason?: undefined; fields?: undefined; error?: undefined }
  | {
      data?: undefined
      /** One of the reasons of the procedure. */
      reason: Why
      /** The messages for invalid fields of the input, by their path. */
      fields: Record<string, string> | null
      /** The whole response. For `STALE`, `error.data.current` is the row as it is. */
      error: TrellisError<Why>
    }

/** The error type of a procedure, with its reasons. */
interface WithReason<Why> {
  data: { reason: Why | null }
}

/**
 * Waits for a call, and returns why the server refused it instead of throwing. The type knows which reasons the procedure
 * has, so a comparison with another one does not compile.
 *
 * @example
 * ```ts
 * import { createClient, safe } from '@trellis/client'
 *
 * const trellis = createClient({ url: process.env.TRELLIS_URL ?? 'http://127.0.0.1:3000' })
 * const { data: user, reason } = await safe(trellis.users.byUsername.query({ username: 'nobody-of-this-name' }))
 * if (reason === 'USER_NOT_FOUND') console.log('no such user') // no such user
 * else console.log(user?.id)
 * ```
 *
 * @throws every other error: the server was not reached or failed, or the call was aborted.
 */
export async function safe<Output, Why extends Reason>(
  call: TRPCPromise<Output, WithReason<Why>>,
): Promise<Outcome<Output, Why>> {
  try {
    return { data: await call }
  } catch (error) {
    if (!isTrellisError(error) || !isReasonOf(call, error.data.reason)) throw error
    return { reason: error.data.reason, fields: error.data.fields, error: error as TrellisError<Why> }
  }
}

/** Sound as long as the types are those of this server: a refusal has one of the reasons of its procedure. */
function isReasonOf<Why extends Reason>(
  _call: TRPCPromise<unknown, WithReason<Why>>,
  reason: Reason | null,
): reason is Why {
  return reason !== null
}
