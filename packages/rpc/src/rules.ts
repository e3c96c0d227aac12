import { eq, or, type SQL, type SQLWrapper } from 'drizzle-orm'
import { isPrivileged, type KnownCaller, type User, viewerId } from './caller.ts'
import type { Refuses } from './errors.ts'

/** Whether a procedure has applied an access rule. */
export interface Rule {
  isApplied: boolean
}

/** The part of a context that access rules need. */
export interface Ruled<Role extends string = string> {
  readonly caller: KnownCaller<Role>
  /** Absent where no rule is required. */
  readonly rule?: Rule | undefined
}

/**
 * Declares an access rule: the condition that a row is one that a user may act on. A procedure applies it in the WHERE of
 * its statement. For services and admins, who may act on every row, there is no condition.
 *
 * @example
 * const treatedBy = accessRule(({ id }: User<Role>, { db, tables: { treatments } }: Connection, patientId: Column) =>
 *   inArray(patientId, db.select({ id: treatments.patientId }).from(treatments).where(eq(treatments.doctorId, id))),
 * )
 * db.update(patients).set({ note }).where(and(eq(patients.id, id), treatedBy(ctx, patients.id)))
 */
export function accessRule<Role extends string, Ctx extends object, Parameters extends unknown[]>(
  condition: (caller: User<Role>, connection: Ctx, ...parameters: Parameters) => SQL | undefined,
): (ctx: Ctx & Ruled<Role>, ...parameters: Parameters) => SQL | undefined {
  return (ctx, ...parameters) => {
    const { caller, rule } = ctx
    if (rule) rule.isApplied = true
    if (caller.kind === 'service' || isPrivileged(caller)) return undefined
    return condition(caller, ctx, ...parameters)
  }
}

/**
 * The simplest rule: one of the owners of a row is the caller.
 *
 * @example
 * db.delete(loans).where(and(eq(loans.id, id), ownedBy(ctx, loans.readerId)))
 */
export const ownedBy: (ctx: Ruled, ...owners: [SQLWrapper, ...SQLWrapper[]]) => SQL | undefined = accessRule(
  ({ id }: User, _, ...owners: [SQLWrapper, ...SQLWrapper[]]) => or(...owners.map((owner) => eq(owner, id))),
)

/**
 * The user that an operation is for: named in the input, else the viewer.
 *
 * @param field the name of the input, for the error of a service that names no user.
 * @throws NOT_ALLOWED if a viewer names another user.
 */
export function actingUserId(
  { caller, rule, refuse }: Ruled & Refuses<'INVALID_INPUT' | 'NOT_ALLOWED'>,
  named: number | undefined,
  field: string,
): number {
  if (rule) rule.isApplied = true
  if (named === undefined) {
    if (caller.kind === 'user') return caller.id
    throw refuse('INVALID_INPUT', {
      message: `${field}: A service must name the user`,
      fields: { [field]: 'A service must name the user' },
    })
  }
  if (!isPrivileged(caller) && named !== viewerId(caller)) throw refuse('NOT_ALLOWED')
  return named
}

/** Fails a procedure that had to apply an access rule, and did not. */
export function assertRuleApplied({ isApplied }: Rule, path: string): void {
  if (!isApplied) throw new Error(`${path} must apply an access rule, and applied none`)
}
