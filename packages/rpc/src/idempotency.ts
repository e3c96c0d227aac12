import { hash } from 'node:crypto'
import { middlewareMarker } from '@trpc/server/unstable-core-do-not-import'
import { type Caller, callerName } from './caller.ts'
import { ApiError } from './errors.ts'
import { commonReasons } from './reasons.ts'

/** A mutation with an idempotency key. */
export interface KeyedCall {
  /** `user:1` or `service:importer`: each caller has its own keys. */
  readonly caller: string
  readonly key: string
  /** The hash of the procedure and its input: a key is valid for one call only. */
  readonly fingerprint: string
}

/** The storage of idempotency keys. Both functions run inside the transaction of the mutation. */
export interface KeyStorage<Connection> {
  /**
   * Inserts a key that is not stored yet. If another transaction inserts the same key, this one waits for its end.
   *
   * @returns the row of a key that is stored already.
   */
  claim(connection: Connection, call: KeyedCall): Promise<{ fingerprint: string; response: string | null } | undefined>
  /** Stores the response of a claimed key. */
  keep(connection: Connection, call: KeyedCall, response: string): Promise<void>
}

/**
 * The stored form of a call. Keys of anonymous callers are ignored: the callers cannot be distinguished, and one must
 * not get the response of another.
 */
export function keyedCall(caller: Caller, key: string, path: string, input: unknown): KeyedCall | undefined {
  if (caller.kind === 'anyone') return undefined
  return {
    caller: callerName(caller),
    key,
    fingerprint: hash('sha256', `${path} ${JSON.stringify(input)}`, 'base64url'),
  }
}

/**
 * Runs a mutation and stores its response, or returns the response that is stored for its key.
 *
 * @throws KEY_REUSED if the key was used for another call.
 */
export async function once<Connection, Result extends { ok: true; data: unknown }>(
  storage: KeyStorage<Connection>,
  connection: Connection,
  call: KeyedCall,
  run: () => Promise<Result>,
) {
  const kept = await storage.claim(connection, call)
  if (!kept) {
    const result = await run()
    await storage.keep(connection, call, JSON.stringify(result.data ?? null))
    return result
  }
  if (kept.fingerprint !== call.fingerprint) throw new ApiError('KEY_REUSED', commonReasons.KEY_REUSED)
  const data: unknown = JSON.parse(kept.response ?? 'null')
  return { ok: true as const, data, marker: middlewareMarker }
}
