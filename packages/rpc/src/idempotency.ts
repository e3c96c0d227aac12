import { hash } from 'node:crypto'
import type { Violation } from '@trellis/store'
import type { AnyTRPCMiddlewareFunction } from '@trpc/server'
import { middlewareMarker } from '@trpc/server/unstable-core-do-not-import'
import { type Caller, callerName } from './caller.ts'
import type { AnyConnection, AnyStore } from './database.ts'
import { commonError } from './errors.ts'

/** A mutation with an idempotency key. */
export interface KeyedCall {
  /** `user:1` or `service:importer`: each caller has its own keys. */
  readonly caller: string
  readonly key: string
  /** The hash of the procedure, its input and the role of the caller: a key is valid for one call only. */
  readonly fingerprint: string
}

/** The storage of idempotency keys. */
export interface KeyStorage<Connection> {
  /** Stores the response of a call in its transaction. Waits for another transaction that stores one under the same key. */
  keep(connection: Connection, call: KeyedCall, response: string): Promise<void>
  /** Whether `keep` violated this constraint because the key is stored already. */
  isTaken(violation: Violation): boolean
  /** The call and the response that are stored under the key of a call, unless the key has expired. */
  find(connection: Connection, call: KeyedCall): Promise<{ fingerprint: string; response: string | null } | undefined>
  /** Deletes the key of a call if it has expired. */
  deleteExpired(connection: Connection, call: KeyedCall): Promise<void>
}

/**
 * The stored form of a call. Keys of anonymous callers are ignored: the callers cannot be distinguished, and one must
 * not get the response of another. A caller whose role has changed must not either: a stored response has the fields that the role at the time
 * of the call may see.
 */
export function keyedCall(caller: Caller, key: string, path: string, input: unknown): KeyedCall | undefined {
  if (caller.kind === 'anyone') return undefined
  const role = caller.kind === 'user' ? caller.role : ''
  return {
    caller: callerName(caller),
    key,
    fingerprint: hash('sha256', `${role} ${path} ${JSON.stringify(input)}`, 'base64url'),
  }
}

/** A key may expire, or be deleted, between the attempt that finds it and the look-up. */
const MAX_ATTEMPTS = 3

/**
 * Runs `write`, a transaction that ends with `keep`. If it fails and a response is stored under its key, then the call is
 * a repetition, and gets that response. Nothing is looked up before a call that succeeds, because most are no repetitions.
 *
 * @throws KEY_REUSED if the key was used for another call.
 */
export async function once<Connection extends AnyConnection>(
  storage: KeyStorage<Connection>,
  store: AnyStore<Connection>,
  call: KeyedCall,
  write: () => ReturnType<AnyTRPCMiddlewareFunction>,
): ReturnType<AnyTRPCMiddlewareFunction> {
  for (let attempt = 1; ; attempt++) {
    const result = await write()
    if (result.ok) return result
    const kept = await storage.find(store.read, call)
    if (kept) {
      if (kept.fingerprint !== call.fingerprint) throw commonError('KEY_REUSED')
      const data: unknown = JSON.parse(kept.response ?? 'null')
      return { ok: true, data, marker: middlewareMarker }
    }
    const violation = store.violation(result.error)
    if (!violation || !storage.isTaken(violation) || attempt === MAX_ATTEMPTS) return result
    // The key has expired, but was not deleted yet.
    await store.write((connection) => storage.deleteExpired(connection, call))
  }
}
