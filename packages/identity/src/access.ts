import type { Caller } from '@trellis/rpc'
import type { Change } from '@trellis/store'

/** Whether the access of a caller can have ended by a change: of a session, a user or the key of a service. */
export function mayEndAccess(caller: Caller, { table, kind, key, before }: Change): boolean {
  if (kind === 'created') return false
  if (caller.kind === 'service') return table === 'serviceKeys'
  if (caller.kind === 'anyone') return false
  return table === 'users' ? key.id === caller.id : table === 'sessions' && before?.userId === caller.id
}

/** Whether two callers may do the same. */
export function haveSameAccess(one: Caller, other: Caller): boolean {
  return accessOf(one) === accessOf(other)
}

function accessOf(caller: Caller): string {
  if (caller.kind === 'user') return JSON.stringify([caller.id, caller.role])
  return JSON.stringify(caller.kind === 'service' ? [caller.name, caller.limits] : null)
}
