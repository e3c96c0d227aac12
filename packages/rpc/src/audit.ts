import type { AuditEvent } from '@trellis/store'
import { type Caller, callerName, isPrivileged } from './caller.ts'

/** The storage of an audit trail. `record` runs inside the transaction of the change. */
export interface AuditTrail<Connection> {
  record(connection: Connection, event: AuditEvent): Promise<void>
}

/** Whether the trail has a call: every one by a service or an admin, and every one of an audited procedure. */
export function isAudited({ caller }: { readonly caller?: Caller }, meta: { readonly audited?: boolean } | undefined) {
  return caller !== undefined && (isPrivileged(caller) || meta?.audited === true)
}

/** The event of a call. Its keys are the ids of the rows that the input names, by their place in it: `{"id":1,"authorId":2}`. */
export function eventOf(
  { caller, requestId }: { readonly caller?: Caller; readonly requestId?: string | undefined },
  procedure: string,
  input: unknown,
  output: unknown,
): AuditEvent {
  return { caller: callerName(caller ?? { kind: 'anyone' }), procedure, keys: keysOf(input, output), requestId }
}

/** The maximum number of ids of an event, and of characters of an id. */
const MAX_KEYS = 50
const MAX_LENGTH = 200
/** Names of inputs that are ids: `id`, `ids`, `bookId`, `bookIds`, `moveTo`. */
const NAMES_ROW = /(^ids?|Ids?|To)$/

/** The ids in an input, and the id in the output of a procedure that creates a row. */
export function keysOf(input: unknown, output: unknown): Record<string, string | number> {
  const keys: Record<string, string | number> = {}
  let left = MAX_KEYS
  const collect = (value: object, path: string, inIds: boolean) => {
    for (const [name, part] of Object.entries<unknown>({ ...value })) {
      const isId = inIds || NAMES_ROW.test(name)
      if (typeof part === 'object' && part !== null) collect(part, `${path}${name}.`, isId)
      else if (isId && (typeof part === 'number' || typeof part === 'string') && left-- > 0)
        keys[path + name] = typeof part === 'string' ? part.slice(0, MAX_LENGTH) : part
    }
  }
  if (typeof input === 'object' && input !== null) collect(input, '', false)
  const id: unknown = typeof output === 'object' && output !== null && 'id' in output ? output.id : undefined
  if (typeof id === 'number' || typeof id === 'string') keys.id ??= id
  return keys
}
