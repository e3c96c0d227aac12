import { hash } from 'node:crypto'
import { middlewareMarker } from '@trpc/server/unstable-core-do-not-import'
import type { Caller } from './caller.ts'
import { ApiError } from './errors.ts'
import { commonReasons } from './reasons.ts'

/** A mutation that came with an idempotency key. */
export interface KeyedCall {
  /** `user:1` or `service:importer`: each caller has keys of its own. */
  readonly caller: string
  readonly key: string
  /** The hash of the procedure and its input: a key is for one call only. */
  readonly fingerprint: string
}

/** Where idempotency keys are kept. Both functions run inside the transaction of the mutation. */
export interface KeyStorage<Connection> {
  /**
   * Inserts a key that is not kept yet. While another transaction inserts the same key, this one waits for its end.
   *
   * @returns what is kept for a key that is there.
   */
  claim(connection: Connection, call: KeyedCall): Promise<{ fingerprint: string; response: string | null } | undefined>
  /** Stores the response of a claimed key. */
  keep(connection: Connection, call: KeyedCall, response: string): Promise<void>
}

/**
 * A call as it is kept. Anonymous callers cannot be told apart, so one must not see the response of another: their keys
 * are ignored.
 */
export function keyedCall(caller: Caller, key: string, path: string, input: unknown): KeyedCall | undefined {
  if (caller.kind === 'anyone') return undefined
  return {
    caller: caller.kind === 'user' ? `user:${caller.id}` : `service:${caller.name}`,
    key,
    fingerprint: hash('sha256', `${path} ${JSON.stringify(input)}`, 'base64url'),
  }
}

/**
 * Runs a mutation and stores its response, or returns the response that is stored for its key.
 *
 * @throws KEY_REUSED if the key is kept for another call.
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
