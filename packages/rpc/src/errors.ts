import { type TRPC_ERROR_CODE_NUMBER, type TRPCDefaultErrorData, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { type CommonReason, commonReasons, type ReasonDeclaration } from './reasons.ts'

/** An error that the caller is meant to see: its reason decides the code. */
export class ApiError extends TRPCError {
  readonly reason: string
  /** Messages by the path of the input they are about. */
  readonly fields: Record<string, string> | undefined
  /** For `STALE`: the row as it is. */
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

/** What a client gets of an error besides its message. */
export interface ErrorData<Reason extends string> extends TRPCDefaultErrorData {
  /** `null` where the code says enough. */
  reason: Reason | null
  /** Messages by the path of the input they are about. */
  fields: Record<string, string> | null
  /** For `STALE`: the row as it is. */
  current?: unknown
}

/** What an error says beyond its reason. */
export interface ErrorDetails {
  /** Instead of the message that the reason is declared with. */
  message?: string
  /** Messages by the path of the input they are about. */
  fields?: Record<string, string>
  /** The error behind it, for the log. */
  cause?: unknown
  /** For `STALE`: the row as it is now. */
  current?: unknown
}

/** The error of a call that fails because the database is away, or `error` itself if that is not why. */
export function explainFailure(store: { unavailable?(error: unknown): boolean }, error: unknown): unknown {
  if (!store.unavailable?.(error)) return error
  return new ApiError('UNAVAILABLE' satisfies CommonReason, commonReasons.UNAVAILABLE, { cause: error })
}

/** What `error.data` has besides the code: the reason, and for an invalid input, messages by path. */
export function describeError(error: TRPCError): { reason: string | null; fields: Record<string, string> | null } {
  if (error instanceof ApiError) return { reason: error.reason, fields: error.fields ?? null }
  if (error.cause instanceof ApiError) return describeError(error.cause)
  if (error.code !== 'BAD_REQUEST') return { reason: null, fields: null }
  if (!(error.cause instanceof ZodError)) return { reason: 'INVALID_INPUT' satisfies CommonReason, fields: null }
  const fields: Record<string, string> = {}
  for (const issue of error.cause.issues) fields[issue.path.map(String).join('.')] ??= issue.message
  // A cursor is opaque: nobody can correct one by its message.
  const onlyCursor = error.cause.issues.every((issue) => issue.path[0] === 'cursor')
  return { reason: (onlyCursor ? 'INVALID_CURSOR' : 'INVALID_INPUT') satisfies CommonReason, fields }
}

/** The row as it is, for an error that says that the caller's is outdated. */
export function currentOf(error: TRPCError): { current?: unknown } {
  const cause = error instanceof ApiError ? error : error.cause
  return cause instanceof ApiError && cause.current !== undefined ? { current: cause.current } : {}
}

/** The message that a client gets: by field for an invalid input, and nothing about what failed inside the server. */
export function messageOf(error: TRPCError, message: string): string {
  if (error.code === 'INTERNAL_SERVER_ERROR') return 'Something went wrong on our side.'
  const { fields } = describeError(error)
  if (!fields) return message
  return Object.entries(fields)
    .map(([path, text]) => (path ? `${path}: ${text}` : text))
    .join('; ')
}

/**
 * The row that a statement has just written, for statements that always return one.
 *
 * @throws an internal error if there is none: that is a fault of the server, never the client's NOT_FOUND.
 */
export function written<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('A statement that writes a row returned none')
  return row
}
