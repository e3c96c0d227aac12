import { type CreateTRPCClientOptions, type TRPCRequestOptions, TRPCUntypedClient } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { newIdempotencyKey } from './idempotency-key.ts'
import { type Persistence, persist } from './persistence.ts'

/** tRPC's client with a time limit on every attempt, and with retries. */
export class PersistentClient extends TRPCUntypedClient<AnyTRPCRouter> {
  readonly #persistence: Persistence

  constructor(persistence: Persistence, options: CreateTRPCClientOptions<AnyTRPCRouter>) {
    super(options)
    this.#persistence = persistence
  }

  override query(path: string, input?: unknown, options?: TRPCRequestOptions): Promise<unknown> {
    return persist(this.#persistence, {
      path,
      signal: options?.signal,
      hasEffect: false,
      attempt: (signal) => super.query(path, input, { ...options, signal }),
    })
  }

  override mutation(path: string, input?: unknown, options?: TRPCRequestOptions): Promise<unknown> {
    // All attempts have the same key, so the server carries the call out once.
    const context = { idempotencyKey: newIdempotencyKey(), ...options?.context }
    return persist(this.#persistence, {
      path,
      signal: options?.signal,
      hasEffect: true,
      attempt: (signal) => super.mutation(path, input, { ...options, context, signal }),
    })
  }
}
