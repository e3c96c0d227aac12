import { TRPCClientError } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'

/** The content of an error response. */
export interface ErrorData {
  readonly code: string
  readonly httpStatus: number
  /** One of the documented reasons, or `null` if there is only a code. */
  readonly reason: string | null
  /** The messages for invalid fields of the input, by their path. */
  readonly fields: Record<string, string> | null
  /** For `STALE`: the row as it is. */
  readonly current?: unknown
}

type DataOf<Router extends AnyTRPCRouter> = Known<NonNullable<TRPCClientError<Router>['data']>>
/** For an unknown router, whose data are `any`: the data that every server sends. */
type Known<Data> = 0 extends 1 & Data ? ErrorData : Data

/** The reasons of a router. */
export type ReasonOf<Router extends AnyTRPCRouter> =
  DataOf<Router> extends { reason: infer Reason } ? NonNullable<Reason> & string : string

/** An error response of a server. */
export interface ApiError<
  Router extends AnyTRPCRouter = AnyTRPCRouter,
  Reason extends string | null = ReasonOf<Router> | null,
> extends Error {
  readonly data: Omit<DataOf<Router>, 'reason'> & { readonly reason: Reason }
}

/**
 * Whether an error is a response of the server, and optionally whether it has a certain reason. Every other error means
 * that the call had no response: its `cause` is a {@link ConnectionError}, or the reason of the abort. With the type of the
 * router, a reason that it does not have is an error of the compiler.
 *
 * @example
 * ```ts
 * import { createClient, isApiError } from '@trellis/client'
 * import type { LibraryRouter } from '@trellis/host/testing/library'
 *
 * const library = createClient<LibraryRouter>({ url: process.env.LIBRARY_URL ?? 'http://127.0.0.1:3000' })
 * try {
 *   await library.books.byId.query({ id: 999_999 })
 * } catch (error) {
 *   if (!isApiError<LibraryRouter>(error, 'BOOK_NOT_FOUND')) throw error
 *   console.log(error.data.code, error.message) // NOT_FOUND There is no such book.
 * }
 * ```
 */
export function isApiError<Router extends AnyTRPCRouter = AnyTRPCRouter>(error: unknown): error is ApiError<Router>
export function isApiError<
  Router extends AnyTRPCRouter = AnyTRPCRouter,
  Reason extends ReasonOf<Router> = ReasonOf<Router>,
>(error: unknown, reason: Reason): error is ApiError<Router, Reason>
export function isApiError(error: unknown, reason?: string): boolean {
  if (!(error instanceof TRPCClientError) || !error.data) return false
  return reason === undefined || error.data.reason === reason
}
