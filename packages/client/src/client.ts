import type { AppRouter } from '@trellis/api'
import { createTRPCClientProxy, httpBatchLink, httpLink, splitLink, type TRPCClient } from '@trpc/client'
import { PersistentClient } from './persistent-client.ts'
import { type Fetch, transport } from './transport.ts'

/** Every procedure of the server, typed: `trellis.posts.byId.query({ id: 1 })`. */
export type TrellisClient = Typed<AppRouter, TRPCClient<AppRouter>>

/**
 * TypeScript makes `any` of types that it does not find, and with `skipLibCheck` it reports nothing. A client of type
 * `any` would accept every call, so it has no procedures instead. The brackets matter: a conditional type on a type that
 * was not found is `any` itself.
 */
type Typed<Router, Client> = [0] extends [1 & (Router | Client)]
  ? { 'The types of @trpc/client are not installed': never }
  : Client

/** Where the server is and how to treat it. */
export interface ClientOptions {
  /** The address of the server, such as `http://127.0.0.1:3000`. */
  url: string | URL
  /** The key of this service: the secret of one of the server's `SERVICE_KEYS`. Without it, the client is anyone. */
  key?: string | undefined
  /** How long one attempt may take. */
  timeoutMs?: number | undefined
  /** How often a call that failed on the way is made again. */
  retries?: number | undefined
  /** Stands in for the `fetch` of the runtime. */
  fetch?: Fetch | undefined
}

/** What the server takes in one batch. */
const CALLS_PER_BATCH = 20
/** The bytes of an input that may share a batch: 20 of them stay below the server's 1 MiB for a body. */
const SHARED_BODY = 48 * 1024
/** The same for a query, whose input stands in the URL. A URL and the headers have 16 KiB together. */
const SHARED_URL = 2 * 1024
const LONGEST_URL = 12 * 1024

/**
 * A client of a Trellis server. Calls made together travel together. Every attempt has a time limit. Queries are tried
 * again after network errors, 429 and 503; mutations only if the request cannot have been carried out, if it carries an
 * `externalId`, or if the call says that carrying it out twice does no harm: `{ context: { idempotent: true } }`.
 * A call ends at once when its `signal` aborts.
 *
 * @example
 * ```ts
 * import { createClient } from '@trellis/client'
 *
 * const trellis = createClient({
 *   url: process.env.TRELLIS_URL ?? 'http://127.0.0.1:3000',
 *   key: process.env.TRELLIS_KEY,
 * })
 * const [caller, { items }] = await Promise.all([
 *   trellis.viewer.current.query(),
 *   trellis.posts.list.query({ limit: 10 }, { signal: AbortSignal.timeout(2_000) }),
 * ])
 * console.log(caller, items.length)
 * ```
 *
 * @throws TypeError if `url` is not an http or https address.
 */
export function createClient({
  url,
  key,
  timeoutMs = 10_000,
  retries = 3,
  fetch: send = fetch,
}: ClientOptions): TrellisClient {
  const endpoint = endpointOf(url)
  const options = {
    url: endpoint.href,
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    fetch: transport(endpoint.origin, send),
  }
  const links = [
    splitLink<AppRouter>({
      condition: ({ type, input }) => bytes(input) > (type === 'query' ? SHARED_URL : SHARED_BODY),
      // A query whose input does not fit in a URL is sent in the body of a POST.
      true: splitLink<AppRouter>({
        condition: ({ input }) => bytes(input) > LONGEST_URL / 3,
        true: httpLink({ ...options, methodOverride: 'POST' }),
        false: httpLink(options),
      }),
      false: httpBatchLink({ ...options, maxItems: CALLS_PER_BATCH, maxURLLength: LONGEST_URL }),
    }),
  ]
  return createTRPCClientProxy(new PersistentClient({ origin: endpoint.origin, timeoutMs, retries }, { links }))
}

/** The address of the procedures: that of the server, or its own. */
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
