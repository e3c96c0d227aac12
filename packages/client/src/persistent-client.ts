import { type CreateTRPCClientOptions, TRPCClientError, type TRPCRequestOptions, TRPCUntypedClient } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { ConnectionError } from './connection-error.ts'
import { newIdempotencyKey } from './idempotency-key.ts'
import { sleep } from './sleep.ts'
import { retryAfter } from './transport.ts'

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

/** The time limit and the number of retries. */
interface Persistence {
  origin: string
  timeoutMs: number
  retries: number
}

/** A call to make, with retries. */
interface Call {
  path: string
  signal: AbortSignal | undefined
  /** Whether an attempt without a response may have changed something. */
  hasEffect: boolean
  attempt(signal: AbortSignal): Promise<unknown>
}

const FIRST_DELAY = 100
const LONGEST_DELAY = 5_000
/** With a longer `retry-after` than this the call fails instead, so that the caller can do something else. */
const LONGEST_WAIT = 60_000

/**
 * Makes a call, and retries it where that may help.
 *
 * @throws TRPCClientError of the last attempt.
 */
async function persist({ origin, timeoutMs, retries }: Persistence, call: Call): Promise<unknown> {
  for (let attempts = 1; ; attempts++) {
    const result = await inTime(origin, timeoutMs, call)
    if ('value' in result) return result.value
    const error = TRPCClientError.from<AnyTRPCRouter>(result.thrown)
    const failure = failureOf(error)
    // The server refused, or the caller aborted: a retry would end the same way.
    if (!failure || call.signal?.aborted) throw error
    const wait = failure.retryAfter ?? 0
    if (attempts > retries || wait > LONGEST_WAIT) throw withAdvice(error, call, attempts, wait)
    await sleep(Math.max(wait, backoff(attempts)), call.signal)
    if (call.signal?.aborted) throw aborted(call.signal)
  }
}

/** Makes one attempt. It ends when the time limit is over or the caller aborts. */
async function inTime(
  origin: string,
  timeoutMs: number,
  { attempt, signal }: Call,
): Promise<{ value: unknown } | { thrown: Error }> {
  if (signal?.aborted) return { thrown: aborted(signal) }
  // tRPC aborts a batch only when all its calls are aborted. This call stops waiting at once.
  const attempted = new AbortController()
  const answered = new AbortController()
  const answer = attempt(attempted.signal).then(
    (value) => ({ value }),
    (thrown: unknown) => ({ thrown: thrown instanceof Error ? thrown : new Error(String(thrown)) }),
  )
  const over = sleep(timeoutMs, signal, answered.signal).then(() => {
    const message = `${origin} did not answer within ${timeoutMs} ms.`
    return { thrown: signal?.aborted ? aborted(signal) : new ConnectionError(message, { carriedOut: 'unknown' }) }
  })
  const result = await Promise.race([answer, over])
  answered.abort()
  if ('thrown' in result) attempted.abort()
  return result
}

/**
 * Whether the failed call was executed, and how long to wait before a retry. `undefined` if a retry would fail in the same
 * way.
 */
function failureOf({
  cause,
  data,
  meta,
}: TRPCClientError<AnyTRPCRouter>): Omit<ConnectionError, keyof Error> | undefined {
  if (cause instanceof ConnectionError) {
    return cause.carriedOut === 'no' && cause.status && cause.status !== 429 && cause.status !== 503 ? undefined : cause
  }
  if (data?.httpStatus !== 429 && data?.httpStatus !== 503) return undefined
  const headers = meta?.response instanceof Object && 'headers' in meta.response ? meta.response.headers : undefined
  return {
    carriedOut: 'no',
    status: data.httpStatus,
    retryAfter: headers instanceof Headers ? retryAfter(headers) : undefined,
  }
}

/** Exponential backoff. The jitter spreads the retries of callers that failed at the same time. */
function backoff(attempts: number): number {
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2)
}

function aborted(signal: AbortSignal | undefined): TRPCClientError<AnyTRPCRouter> {
  const reason = signal?.reason instanceof Error ? signal.reason : new Error('Aborted')
  return TRPCClientError.from<AnyTRPCRouter>(reason)
}

/** Adds advice for another attempt to the message of an error. */
function withAdvice(error: TRPCClientError<AnyTRPCRouter>, call: Call, attempts: number, wait: number) {
  const { cause } = error
  if (wait > LONGEST_WAIT) error.message += ` It asks clients to wait ${Math.ceil(wait / 1000)} s.`
  if (!(cause instanceof ConnectionError)) return error
  if (attempts > 1) error.message += ` Tried ${attempts} times.`
  if (cause.carriedOut === 'unknown' && call.hasEffect) {
    error.message += ` ${call.path} may have been executed: check before you call it again.`
  }
  return error
}
