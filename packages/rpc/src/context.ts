import type { Caller, DefaultRole } from './caller.ts'
import type { LimitedCall } from './costs.ts'
import type { AnyConnection, AnyStore } from './database.ts'
import type { Refuses } from './errors.ts'
import { asUnavailable } from './errors.ts'
import type { CallerAccess } from './live/follow.ts'

/** The properties of a request besides its caller. */
export interface RequestOptions {
  /** The id of the request. */
  readonly requestId?: string | undefined
  /** Runs a call when the limits of its caller allow it. Without it, every call runs at once. */
  readonly limit?: Limit | undefined
  /** The idempotency keys of the calls of the request, in their order. */
  readonly idempotencyKeys?: readonly string[] | undefined
  /** Absent on a server that sends no messages. */
  readonly notices?: AccountNotices | undefined
  /** Absent outside of a server. */
  readonly webhooks?: WebhookSettings | undefined
  /** For a stream of a known caller: whether the caller still has the same access. */
  readonly access?: CallerAccess | undefined
}

/** The context of every procedure: the connection for reads, the Store for writes, and the caller. */
export type Context<Store extends AnyStore<AnyConnection>, Role extends string = DefaultRole> = Store['read'] &
  RequestOptions & {
    readonly store: Store
    /** The bytes left for the responses of this request, if their total is limited, and its last large read. */
    readonly remaining?: { bytes: number; lastRead?: Promise<unknown> } | undefined
    /** Identifies the caller, once for each request and only when called: it may cost a query. */
    identify(): Promise<Caller<Role>>
    /** Whether the caller may have a limited key, so that every procedure identifies it first. */
    readonly mayBeLimited: boolean
  }

/** Tells people about changes of their account. Call it after the commit. */
export interface AccountNotices {
  /** @param owner with the address that the account had */
  addressChanged(owner: { email: string; username: string }, newEmail: string): void
}

/** What the server decides about webhooks. */
export interface WebhookSettings {
  /** Encrypts a secret that is stored. */
  encrypt(secret: string): string
  /** Whether changes may be sent to an address. */
  permits(url: string): boolean
}

/** Runs a call at once or later, or throws if its caller may not make it now. */
export type Limit = <Result>(call: LimitedCall, run: () => Promise<Result>) => Promise<Result>

interface ContextOptions extends RequestOptions {
  /** Limits the total size of the responses of a batch. */
  maxResponseBytes?: number | undefined
  /** `false` if the request has no service key with limits: procedures for anyone then do not identify the caller. */
  mayBeLimited?: boolean | undefined
}

/** A context for one request. `identify` is called at most once. */
export function createContext<Store extends AnyStore<AnyConnection>, Role extends string = DefaultRole>(
  store: Store,
  identify: () => Promise<Caller<Role>>,
  { maxResponseBytes, mayBeLimited = true, ...request }: ContextOptions = {},
): Context<Store, Role> {
  let caller: Promise<Caller<Role>> | undefined
  return {
    ...store.read,
    ...request,
    store,
    remaining: maxResponseBytes === undefined ? undefined : { bytes: maxResponseBytes },
    mayBeLimited,
    identify: () => {
      caller ??= identify().catch((error: unknown) => Promise.reject(asUnavailable(store, error)))
      return caller
    },
  }
}

/** The part of a context that says how many bytes are left for the responses of a request. */
export interface Remaining extends Refuses<'RESPONSE_TOO_LARGE'> {
  readonly remaining?: { readonly bytes: number; lastRead?: Promise<unknown> } | undefined
}

/** @throws RESPONSE_TOO_LARGE if the responses of the batch are already too long together. */
export function assertRoom({ remaining, refuse }: Remaining): void {
  if (remaining && remaining.bytes < 0) throw refuse('RESPONSE_TOO_LARGE')
}

/**
 * Runs a large read after the earlier ones of the batch, so that nothing is read for an answer that has no room.
 *
 * @throws RESPONSE_TOO_LARGE if the responses of the batch are already too long together.
 */
export async function readInTurn<Result>(
  { remaining, refuse }: Remaining,
  read: () => PromiseLike<Result>,
): Promise<Result> {
  if (!remaining) return read()
  const turn = Promise.resolve(remaining.lastRead).then(() => {
    assertRoom({ remaining, refuse })
    return read()
  })
  remaining.lastRead = turn.catch(() => {})
  return turn
}
