import type { Connection } from '@trellis/db'
import { type Column, eq, type SQL } from 'drizzle-orm'
import { type Caller, isPrivileged, viewerId } from './caller.ts'
import { ApiError } from './errors.ts'
import { notFound } from './references.ts'

/** The condition that a row belongs to the caller; none for services and admins, who may touch every row. */
export function ownedBy(caller: Caller, owner: Column): SQL | undefined {
  return isPrivileged(caller) ? undefined : eq(owner, viewerId(caller))
}

/** The error for somebody who may see a row but not do this to it. */
export function notAllowed(): ApiError {
  return new ApiError('NOT_ALLOWED', 'You may not do this to what belongs to somebody else.')
}

/**
 * The user an operation is for: the one the input names, else the viewer.
 *
 * @param field the name of the input, for the message to a service that named nobody.
 * @throws NOT_ALLOWED if a viewer names somebody else.
 */
export function subject(caller: Caller, named: number | undefined, field: string): number {
  if (named === undefined) {
    if (caller.kind === 'user') return caller.id
    throw new ApiError('INVALID_INPUT', `${field}: A service must name the user`, {
      [field]: 'A service must name the user',
    })
  }
  if (!isPrivileged(caller) && named !== viewerId(caller)) throw notAllowed()
  return named
}

/** Why a statement that acts on an owned row touched none: it is not there, or it belongs to somebody else. */
export async function refusal(
  { db, tables }: Connection,
  table: 'users' | 'posts' | 'comments',
  id: number,
): Promise<ApiError> {
  const [row] = await db.select({ id: tables[table].id }).from(tables[table]).where(eq(tables[table].id, id))
  return row ? notAllowed() : notFound(table)
}
