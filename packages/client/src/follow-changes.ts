import { isApiError } from './api-error.ts'
import { sleep } from './sleep.ts'

/** A change of a row: its primary key, and the columns by which subscribers choose. */
export interface RowChange {
  readonly position: string
  readonly table: string
  readonly kind: 'created' | 'updated' | 'deleted'
  readonly key: Readonly<Record<string, string | number | boolean | null>>
  readonly by: Readonly<Record<string, string | number | boolean | null>>
}

/** Changes in their order. After `reset`, all rows must be read again: the position was too old, or was not given. */
export interface ChangeBatch {
  readonly items: readonly RowChange[]
  /** The position after which the next request continues. */
  readonly position: string
  readonly reset: boolean
}

/** A client whose router has `changes.list`. */
interface ChangesClient {
  readonly changes: {
    readonly list: {
      query(
        input: { after?: string | undefined; tables?: string[] | undefined; limit?: number },
        options?: { signal?: AbortSignal },
      ): Promise<ChangeBatch & { readonly more: boolean }>
    }
  }
}

/** Where to begin, which changes to follow, and how. */
export interface FollowOptions {
  /** The position that was saved last. `null` at the first start: the handler then gets `reset`. */
  from: string | null
  /** Saves a position after the handler has handled the changes before it. Leave it out if the handler saves it itself. */
  save?: (position: string) => Promise<void> | void
  /** Only the changes of these tables. */
  tables?: string[]
  /** Stops: the changes that are being handled are handled to the end. */
  signal?: AbortSignal
  /** The wait between two requests while nothing changes, in milliseconds. */
  pollMs?: number
}

/** The longest wait after a failed request, in milliseconds. */
const MAX_WAIT = 30_000

/**
 * Calls the handler with all changes in their order, in batches, until `signal` aborts. Requests that fail because the server is away
 * are repeated. With `save`, each change is handled at least once: after a crash between the handler and `save`, its batch comes again.
 * A handler that saves the position in its own transaction handles each change exactly once.
 *
 * @throws the errors of the handler, and a refusal of the server, such as of a revoked key.
 */
export async function followChanges(
  client: ChangesClient,
  { from, save, tables, signal = new AbortController().signal, pollMs = 500 }: FollowOptions,
  handler: (batch: ChangeBatch) => Promise<void> | void,
): Promise<void> {
  let position = from
  let failures = 0
  while (!signal.aborted) {
    const page = await client.changes.list
      .query({ after: position ?? undefined, tables, limit: 500 }, { signal })
      .catch((error: unknown) => {
        if (signal.aborted) return undefined
        if (isApiError(error) && error.data.httpStatus < 500 && error.data.httpStatus !== 429) throw error
        failures++
        return undefined
      })
    if (!page) {
      await sleep(Math.min(pollMs * 2 ** Math.min(failures, 10), MAX_WAIT), signal)
      continue
    }
    failures = 0
    const reset = page.reset || position === null
    if (reset || page.items.length > 0) await handler({ items: page.items, position: page.position, reset })
    if (page.position !== position) await save?.(page.position)
    position = page.position
    if (!page.more) await sleep(pollMs, signal)
  }
}
