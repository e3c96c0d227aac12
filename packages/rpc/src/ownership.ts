import { eq, or, type SQL, type SQLWrapper } from 'drizzle-orm'
import { isPrivileged, type KnownCaller, viewerId } from './caller.ts'
import { ApiError } from './errors.ts'
import { commonReasons, type MayRefuse } from './reasons.ts'

/** Whether a procedure for `self` has checked the ownership of its rows. */
export interface Ownership {
  checked: boolean
}

/** The part of a context that the ownership check needs. */
export interface Call {
  readonly caller: KnownCaller
  readonly ownership?: Ownership | undefined
}

/**
 * The condition that one of the owners of a row is the caller. There is no condition for services and admins, who may
 * change every row.
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
 * The user that an operation is for: the one named in the input, else the viewer.
 *
 * @param field the name of the input, for the error of a service that names no user.
 * @throws NOT_ALLOWED if a viewer names another user.
 */
export function actingUserId(
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
 * Fails a procedure for `self` that has called neither `ownedBy` nor `actingUserId`: it does not check the ownership of its
 * rows.
 */
export function assertOwnershipChecked(ownership: Ownership | undefined, path: string): void {
  if (ownership?.checked === false) throw new Error(`${path} is for self, but did not check ownership`)
}
