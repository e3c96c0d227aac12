import type { TRPCPromise } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { type ApiError, isApiError } from './api-error.ts'

/** The outcome of a call: its output, or why the server refused it. */
export type Outcome<Output, Why extends string> =
  | { data: Output; reason?: undefined; fields?: undefined; error?: undefined }
  | {
      data?: undefined
      /** One of the reasons of the procedure. */
      reason: Why
      /** The messages for invalid fields of the input, by their path. */
      fields: Record<string, string> | null
      /** The whole response. For `STALE`, `error.data.current` is the row as it is. */
      error: ApiError<AnyTRPCRouter, Why>
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
 * import type { LibraryRouter } from '@trellis/host/testing/library'
 *
 * const library = createClient<LibraryRouter>({ url: process.env.LIBRARY_URL ?? 'http://127.0.0.1:3000' })
 * const { data: book, reason } = await safe(library.books.byId.query({ id: 999_999 }))
 * if (reason === 'BOOK_NOT_FOUND') console.log('no such book') // no such book
 * else console.log(book?.title)
 * ```
 *
 * @throws every other error: the server was not reached or failed, or the call was aborted.
 */
export async function safe<Output, Why extends string>(
  call: TRPCPromise<Output, WithReason<Why>>,
): Promise<Outcome<Output, Why>> {
  try {
    return { data: await call }
  } catch (error) {
    if (!isRefusalOf(call, error)) throw error
    return { reason: error.data.reason, fields: error.data.fields, error }
  }
}

/** Sound as long as the types are of this server: a refusal has one of the reasons of its procedure. */
function isRefusalOf<Why extends string>(
  _call: TRPCPromise<unknown, WithReason<Why>>,
  error: unknown,
): error is ApiError<AnyTRPCRouter, Why> {
  return isApiError(error) && error.data.reason !== null
}
