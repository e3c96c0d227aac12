import { eq, or, type SQL, type SQLWrapper } from 'drizzle-orm'
import { isPrivileged, type KnownCaller, viewerId } from './caller.ts'
import { ApiError } from './errors.ts'
import { commonReasons, type MayRefuse } from './reasons.ts'

/** Whether a procedure for `self` has checked whom the rows belong to that it touches. */
export interface Ownership {
  checked: boolean
}

/** The part of a context that ownership is decided by. */
export interface Call {
  readonly caller: KnownCaller
  readonly ownership?: Ownership | undefined
}

/**
 * The condition that a row belongs to the caller, by one of its owners; none for services and admins, who may touch
 * every row.
 *
 * @example
 * db.delete(loans).where(and(eq(loans.id, id), ownedBy(ctx, loans.readerId)))
 */
export function ownedBy({ caller, ownership }: Call, owner: SQLWrapper, ...others: SQLWrapper[]): SQL | undefined {
  if (ownership) ownership.checked = true
  if (isPrivileged(caller)) return undefined
  return or(...[owner, ...others].map((one) => eq(one, viewerId(caller))))
}

/**
 * The user an operation is for: the one the input names, else the viewer.
 *
 * @param field the name of the input, for the message to a service that named nobody.
 * @throws NOT_ALLOWED if a viewer names somebody else.
 */
export function subject(
  { caller, ownership }: Call & MayRefuse<'INVALID_INPUT' | 'NOT_ALLOWED'>,
  named: number | undefined,
  field: string,
): number {
  if (ownership) ownership.checked = true
  if (named === undefined) {
    if (caller.kind === 'user') return caller.id
    throw new ApiError('INVALID_INPUT', commonReasons.INVALID_INPUT, {
      message: `${field}: A service must name the user`,
      fields: { [field]: 'A service must name the user' },
    })
  }
  if (!isPrivileged(caller) && named !== viewerId(caller)) throw new ApiError('NOT_ALLOWED', commonReasons.NOT_ALLOWED)
  return named
}

/**
 * Fails a procedure for `self` that has not called `ownedBy` or `subject`: whoever wrote it forgot to check whose rows
 * it touches.
 */
export function assertOwnershipChecked(ownership: Ownership | undefined, path: string): void {
  if (ownership?.checked === false) throw new Error(`${path} is for self, but did not check ownership`)
}
