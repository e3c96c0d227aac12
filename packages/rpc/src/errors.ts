import { type TRPC_ERROR_CODE_NUMBER, type TRPCDefaultErrorData, TRPCError } from '@trpc/server'
import { ZodError, type z } from 'zod'
import { type CommonReason, commonReasons, type ReasonDeclaration } from './reasons.ts'

export { commonReasons } from './reasons.ts'

/** An error for the caller. Its reason determines the code. */
export class ApiError extends TRPCError {
  readonly reason: string
  /** Messages by the path of the input they are about. */
  readonly fields: Record<string, string> | undefined
  /** For `STALE`: the current row. */
  readonly current: unknown

  constructor(reason: string, { code, message }: ReasonDeclaration, { fields, ...details }: ErrorDetails = {}) {
    super({ code, message: details.message ?? message, cause: details.cause })
    this.name = 'ApiError'
    this.reason = reason
    this.fields = fields
    this.current = details.current
  }
}

/** An error as a client gets it. */
export interface ErrorShape<Reason extends string> {
  code: TRPC_ERROR_CODE_NUMBER
  message: string
  data: ErrorData<Reason>
}

/** The data of an error that a client gets besides its message. */
export interface ErrorData<Reason extends string> extends TRPCDefaultErrorData {
  /** `null` where the code says enough. */
  reason: Reason | null
  /** Messages by the path of the input they are about. */
  fields: Record<string, string> | null
  /** For `STALE`: the current row. */
  current?: unknown
}

/** The details of an error besides its reason. */
export interface ErrorDetails {
  /** Replaces the message of the reason. */
  message?: string
  /** Messages by the path of the input they are about. */
  fields?: Record<string, string>
  /** The cause, for the log. */
  cause?: unknown
  /** For `STALE`: the current row. */
  current?: unknown
}

/** Makes the error to throw when a call is refused, for one of these reasons. */
export type Refuse<Reason extends string> = (reason: Reason, details?: ErrorDetails) => ApiError

/**
 * The part of a context that refuses a call. A function that refuses for a reason takes only the contexts of procedures
 * that declare it.
 */
export interface Refuses<Reason extends string> {
  readonly refuse: Refuse<Reason>
}

/** The error of a reason that every API has. */
export const commonError = (reason: CommonReason, details?: ErrorDetails): ApiError =>
  new ApiError(reason, commonReasons[reason], details)

/** The error of a call that fails because the database is unavailable, or `error` itself if it has another cause. */
export function asUnavailable(store: { unavailable?(error: unknown): boolean }, error: unknown): unknown {
  return store.unavailable?.(error) ? commonError('UNAVAILABLE', { cause: error }) : error
}

/** The properties of `error.data` besides the code. */
export function describeError(error: TRPCError): Pick<ErrorData<string>, 'reason' | 'fields' | 'current'> {
  if (error instanceof ApiError) {
    const { reason, fields = null, current } = error
    return { reason, fields, ...(current !== undefined && { current }) }
  }
  if (error.cause instanceof ApiError) return describeError(error.cause)
  if (error.code !== 'BAD_REQUEST') return { reason: null, fields: null }
  if (!(error.cause instanceof ZodError)) return { reason: 'INVALID_INPUT' satisfies CommonReason, fields: null }
  const fields = invalidFields(error.cause)
  // A cursor is opaque, so it has a reason of its own.
  const onlyCursor = error.cause.issues.every((issue) => issue.path[0] === 'cursor')
  return { reason: (onlyCursor ? 'INVALID_CURSOR' : 'INVALID_INPUT') satisfies CommonReason, fields }
}

/** The messages of an invalid input, by the path of the field. */
export function invalidFields({ issues }: z.core.$ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { path, message } of issues) fields[path.map(String).join('.')] ??= message
  return fields
}

/** The message for a client: by field for an invalid input, and without details of an internal error. */
export function messageOf(error: TRPCError, message: string): string {
  if (error.code === 'INTERNAL_SERVER_ERROR') return 'Something went wrong on our side.'
  const { fields } = describeError(error)
  return fields && error.code === 'BAD_REQUEST' ? describeFields(fields) : message
}

/** Messages by path as one text. */
export function describeFields(fields: Record<string, string>): string {
  return Object.entries(fields)
    .map(([path, message]) => (path ? `${path}: ${message}` : message))
    .join('; ')
}

/**
 * The row of a statement that always returns one.
 *
 * @throws an internal error if there is none: that is a defect of the server, not a NOT_FOUND of the client.
 */
export function rowOrThrow<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('A statement that always returns a row returned none')
  return row
}
