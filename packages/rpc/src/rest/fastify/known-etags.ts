import type { FastifyRequest } from 'fastify'
import type { Route } from '../routes.ts'
import type { RestContext } from './options.ts'

/** The maximum number of etags, and the maximum length of a key. */
const MAX_ETAGS = 5_000
const MAX_KEY = 500

/** A request with `if-none-match`: the state of the database, and everything else that its response depends on. */
export interface Condition {
  readonly revision: string
  readonly key: string
}

/** The condition of a request. `undefined` if it has none, or if its response may change while the database does not. */
export async function conditionOf(
  { method, url, headers }: FastifyRequest,
  { timeDependent }: Route,
  { store, identify }: RestContext,
): Promise<Condition | undefined> {
  const etags = headers['if-none-match']
  if (etags === undefined || timeDependent || (method !== 'GET' && method !== 'HEAD')) return undefined
  try {
    const revision = await store.revision?.()
    return revision === undefined ? undefined : { revision, key: `${JSON.stringify(await identify())} ${etags} ${url}` }
  } catch {
    // The call of the procedure fails as well, and reports it.
    return undefined
  }
}

/**
 * The entity tags of requests that were answered with 304. While the database is the same, they are answered again
 * without calling the procedure.
 */
export class KnownEtags {
  readonly #etags = new Map<string, string>()
  #revision: string | undefined

  /** The tag of the response to a request, if it is known for the present state of the database. */
  find({ revision, key }: Condition): string | undefined {
    return revision === this.#revision ? this.#etags.get(key) : undefined
  }

  /** Remembers a tag. The condition must have been read before the output. */
  remember({ revision, key }: Condition, etag: string): void {
    if (key.length > MAX_KEY) return
    if (revision !== this.#revision || this.#etags.size >= MAX_ETAGS) this.#etags.clear()
    this.#revision = revision
    this.#etags.set(key, etag)
  }
}
