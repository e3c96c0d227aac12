import {
  createTRPCClientProxy,
  httpBatchLink,
  httpLink,
  type Operation,
  splitLink,
  type TRPCClient,
} from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { idempotencyHeader } from './idempotency-key.ts'
import { PersistentClient } from './persistent-client.ts'
import { type Fetch, transport } from './transport.ts'

/** Every procedure of a router, typed: `client.books.byId.query({ id: 1 })`. */
export type Client<Router extends AnyTRPCRouter> = Typed<Router, TRPCClient<Router>>

/**
 * TypeScript makes `any` of types that it does not find, and with `skipLibCheck` it reports nothing. A client of type
 * `any` would accept every call, so it has no procedures instead. The brackets matter: a conditional type on a type
 * that was not found is `any` itself.
 */
type Typed<Router, Client> = [Router] extends [never]
  ? { 'Name the type of the router: createClient<AppRouter>(...)': never }
  : [0] extends [1 & (Router | Client)]
    ? { 'The types of the router or of @trpc/client are not installed': never }
    : Client

/** The address of the server, the key, and how calls are made. */
export interface ClientOptions {
  /** The address of the server, such as `http://127.0.0.1:3000`. */
  url: string | URL
  /** The secret of one of the server's `SERVICE_KEYS`. Without it, calls are anonymous. */
  key?: string | undefined
  /** The time limit of one attempt, in milliseconds. */
  timeoutMs?: number | undefined
  /** How often a failed call is retried at most. */
  retries?: number | undefined
  /** Replaces the global `fetch`. */
  fetch?: Fetch | undefined
}

/** The most calls that the server accepts in one batch. */
const CALLS_PER_BATCH = 20
/** A mutation with more bytes of input is sent alone: 20 smaller ones stay below the server's body limit of 1 MiB. */
const SHARED_BODY = 48 * 1024
/** The same for a query, whose input is in the URL. The server's limit for URL and headers together is 16 KiB. */
const SHARED_URL = 2 * 1024
const LONGEST_URL = 12 * 1024

/**
 * Creates a client of a server whose router has the type `Router`. Calls made in the same turn are sent as one batch. Every attempt has a time
 * limit. Calls are retried after network errors, 429 and 503. Each mutation has an idempotency key, so that the server
 * executes it once however often it is sent. A call ends at once when its `signal` aborts.
 *
 * @example
 * ```ts
 * import { createClient } from '@trellis/client'
 * import type { LibraryRouter } from '@trellis/host/testing/library'
 *
 * const library = createClient<LibraryRouter>({
 *   url: process.env.LIBRARY_URL ?? 'http://127.0.0.1:3000',
 *   key: process.env.LIBRARY_KEY,
 * })
 * const book = await library.books.create.mutate({ title: 'Dune' })
 * const again = await library.books.byId.query({ id: book.id }, { signal: AbortSignal.timeout(2_000) })
 * console.log(again.title) // Dune
 * ```
 *
 * @throws TypeError if `url` is not an http or https address.
 */
export function createClient<Router extends AnyTRPCRouter = never>(options: ClientOptions): Client<Router>
export function createClient({
  url,
  key,
  timeoutMs = 10_000,
  retries = 3,
  fetch: send = fetch,
}: ClientOptions): object {
  const endpoint = endpointOf(url)
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const options = { url: endpoint.href, fetch: transport(endpoint.origin, send) }
  const single = {
    ...options,
    headers: ({ op }: { op: Operation }) => ({ ...authorization, ...idempotencyHeader([op]) }),
  }
  const links = [
    splitLink<AnyTRPCRouter>({
      condition: ({ type, input }) => bytes(input) > (type === 'query' ? SHARED_URL : SHARED_BODY),
      // A query whose input does not fit in a URL is sent in the body of a POST.
      true: splitLink<AnyTRPCRouter>({
        condition: ({ input }) => bytes(input) > LONGEST_URL / 3,
        true: httpLink({ ...single, methodOverride: 'POST' }),
        false: httpLink(single),
      }),
      false: httpBatchLink({
        ...options,
        headers: ({ opList }) => ({ ...authorization, ...idempotencyHeader(opList) }),
        maxItems: CALLS_PER_BATCH,
        maxURLLength: LONGEST_URL,
      }),
    }),
  ]
  return createTRPCClientProxy(new PersistentClient({ origin: endpoint.origin, timeoutMs, retries }, { links }))
}

/** The URL of the procedures: `/trpc` is appended unless the address ends with it. */
function endpointOf(url: string | URL): URL {
  // Node 20 has no URL.parse.
  const endpoint = URL.canParse(url) ? new URL(url) : undefined
  if (endpoint?.protocol !== 'http:' && endpoint?.protocol !== 'https:') {
    throw new TypeError(`Not the address of a server: ${url}. It looks like http://127.0.0.1:3000`)
  }
  const base = endpoint.pathname.replace(/\/+$/, '')
  endpoint.pathname = base.endsWith('/trpc') ? base : `${base}/trpc`
  return endpoint
}

function bytes(input: unknown): number {
  return input === undefined ? 0 : new TextEncoder().encode(JSON.stringify(input)).length
}
