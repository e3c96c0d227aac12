import type { TRPCError } from '@trpc/server'

/** A reason of errors: the code, the message, and the constraint that it explains. */
export interface ReasonDeclaration<Table extends string = string> {
  readonly code: TRPCError['code']
  readonly message: string
  /** The columns of the unique constraint whose violation it explains: `books.isbn`, or `loans.book_id, loans.day`. */
  readonly unique?: string
  /** The name of the check constraint whose violation it explains. */
  readonly check?: string
  /** The column `by` of the `noOverlap` whose violation it explains: `loans.book_id`. */
  readonly overlap?: string
  /** The table of the missing row that the input names. */
  readonly missing?: Table
}

/** The reasons of a domain, each declared beside the procedures that use it. `Tables` are its tables by name. */
export type Reasons<Tables extends object = Record<string, unknown>> = Readonly<
  Record<string, ReasonDeclaration<keyof Tables & string>>
>

/** The reasons that every API has. */
export const commonReasons = {
  INVALID_INPUT: { code: 'BAD_REQUEST', message: 'The input is not valid.' },
  INVALID_CURSOR: { code: 'BAD_REQUEST', message: 'This is not a cursor of this list.' },
  NOT_SIGNED_IN: { code: 'UNAUTHORIZED', message: 'Sign in first, or send a valid key.' },
  NOT_ALLOWED: { code: 'FORBIDDEN', message: 'You may not do this with data of another user.' },
  KEY_LIMITED: { code: 'FORBIDDEN', message: 'This key may not call this procedure.' },
  STALE: { code: 'CONFLICT', message: 'Somebody has changed this since you read it.' },
  KEY_REUSED: { code: 'CONFLICT', message: 'This idempotency key was used for another call.' },
  IN_USE: { code: 'CONFLICT', message: 'Something else refers to this. Delete or change that first.' },
  CHANGED_MEANWHILE: { code: 'CONFLICT', message: 'Somebody else has just changed this. Try again.' },
  RESPONSE_TOO_LARGE: {
    code: 'PAYLOAD_TOO_LARGE',
    message: 'The responses of this batch are too long together. Send this call alone.',
  },
  UNAVAILABLE: { code: 'SERVICE_UNAVAILABLE', message: 'The database is not available now. Try again.' },
  RATE_LIMITED: { code: 'TOO_MANY_REQUESTS', message: 'Too many calls. Try again later.' },
} as const satisfies Reasons

/** A reason that every API has. */
export type CommonReason = keyof typeof commonReasons

/** The reasons that any call may be refused with, whatever the procedure. */
export const alwaysReasons = [
  'UNAVAILABLE',
  'RATE_LIMITED',
  'RESPONSE_TOO_LARGE',
  'CHANGED_MEANWHILE',
  'KEY_REUSED',
  'KEY_LIMITED',
] as const
export type AlwaysReason = (typeof alwaysReasons)[number]

/** The reasons that follow from the fields of an input. */
export type InputReason<Field> =
  | 'INVALID_INPUT'
  | ('cursor' extends Field ? 'INVALID_CURSOR' : never)
  | ('version' extends Field ? 'STALE' : never)

/** The reasons that say that a row is missing. */
export type MissingReason<Declared extends Reasons> = {
  [Reason in keyof Declared]: Declared[Reason] extends { readonly missing: string } ? Reason : never
}[keyof Declared] &
  string
