import type { AppRouter } from '@trellis/api'
import { TRPCClientError } from '@trpc/client'
import { ConnectionError } from './connection-error.ts'
import { retryAfter } from './transport.ts'

/** How long to wait for an answer, and how often to ask again. */
export interface Persistence {
  origin: string
  timeoutMs: number
  retries: number
}

/** A call as far as persistence is concerned. */
export interface Call {
  path: string
  signal: AbortSignal | undefined
  /** Whether carrying it out twice does no harm. */
  repeatable: boolean
  attempt(signal: AbortSignal): Promise<unknown>
}

/** What came of a call. */
export type Outcome =
  | { value: unknown }
  /** `repeated`: an attempt before the one that failed may have been carried out. */
  | { error: TRPCClientError<AppRouter>; repeated: boolean }

const FIRST_DELAY = 100
const LONGEST_DELAY = 5_000
/** A server that asks for a longer wait than this is not waited for: the caller knows better what to do meanwhile. */
const LONGEST_WAIT = 60_000

/** Makes a call, again and again where that may help and does no harm. */
export async function persist({ origin, timeoutMs, retries }: Persistence, call: Call): Promise<Outcome> {
  let repeated = false
  for (let attempts = 1; ; attempts++) {
    const result = await inTime(origin, timeoutMs, call)
    if ('value' in result) return result
    const error = TRPCClientError.from<AppRouter>(result.thrown)
    const failure = failureOf(error)
    // The server decided, or the caller did: another attempt ends the same way.
    if (!failure || call.signal?.aborted) return { error, repeated }
    const wait = failure.retryAfter ?? 0
    if ((failure.carriedOut === 'unknown' && !call.repeatable) || attempts > retries || wait > LONGEST_WAIT) {
      return { error: explained(error, call, attempts, wait), repeated }
    }
    repeated ||= failure.carriedOut === 'unknown'
    await sleep(Math.max(wait, backoff(attempts)), call.signal)
    if (call.signal?.aborted) return { error: aborted(call.signal), repeated }
  }
}

/** One attempt: ends at the latest with the time limit, or when the caller aborts. */
async function inTime(
  origin: string,
  timeoutMs: number,
  { attempt, signal }: Call,
): Promise<{ value: unknown } | { thrown: Error }> {
  if (signal?.aborted) return { thrown: aborted(signal) }
  // tRPC ends a batch only when all its calls are aborted. This one stops waiting at once.
  const controller = new AbortController()
  // Node 20 has no Promise.withResolvers.
  let end: (ended: { thrown: Error }) => void = () => undefined
  const ended = new Promise<{ thrown: Error }>((resolve) => {
    end = resolve
  })
  const onAbort = () => end({ thrown: aborted(signal) })
  signal?.addEventListener('abort', onAbort)
  const timer = setTimeout(() => {
    const message = `${origin} did not answer within ${timeoutMs} ms.`
    end({ thrown: new ConnectionError(message, { carriedOut: 'unknown' }) })
  }, timeoutMs)
  const answer = attempt(controller.signal).then(
    (value) => ({ value }),
    (thrown: unknown) => ({ thrown: thrown instanceof Error ? thrown : new Error(String(thrown)) }),
  )
  const result = await Promise.race([answer, ended])
  clearTimeout(timer)
  signal?.removeEventListener('abort', onAbort)
  if ('thrown' in result) controller.abort()
  return result
}

/** What another attempt may change: whether the call was carried out and how long to wait. */
function failureOf({ cause, data, meta }: TRPCClientError<AppRouter>): Omit<ConnectionError, keyof Error> | undefined {
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

/** Doubles with every attempt; the jitter keeps callers that failed together from returning together. */
function backoff(attempts: number): number {
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2)
}

/** Ends early when the signal aborts. The package has no Node modules, so that browsers can run it too. */
function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
  })
}

function aborted(signal: AbortSignal | undefined): TRPCClientError<AppRouter> {
  const reason = signal?.reason instanceof Error ? signal.reason : new Error('Aborted')
  return TRPCClientError.from<AppRouter>(reason)
}

/** Adds to the message of an error what the reader needs to go on. */
function explained(error: TRPCClientError<AppRouter>, call: Call, attempts: number, wait: number) {
  const { cause } = error
  if (wait > LONGEST_WAIT) error.message += ` It asks to be left alone for ${Math.ceil(wait / 1000)} s.`
  if (!(cause instanceof ConnectionError)) return error
  if (attempts > 1) error.message += ` Tried ${attempts} times.`
  if (cause.carriedOut === 'unknown' && !call.repeatable) {
    error.message += ` ${call.path} may have been carried out all the same: look before you call it again.`
  }
  return error
}
