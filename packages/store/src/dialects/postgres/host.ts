import { Pool } from 'pg'
import { coalesced, type HostState, stateOn } from './lsn.ts'
import { isolationFor, surviveErrors } from './session.ts'

/** The time limit of asking a server for its state, in milliseconds. */
const ASK_TIMEOUT = 1_000
/** The driver notices its time limit later on a busy machine. */
const ASK_LIMIT = 30_000

/** A server of PostgreSQL, and a connection that asks for its state: a question must not wait behind queries. */
export class Host {
  readonly url: string
  readonly #pool: Pool
  #closed: Promise<void> | undefined
  /** The answer to the last question. `undefined` if there was no answer. */
  state: HostState | undefined
  /** Why there was no answer. */
  error: unknown

  constructor(url: string) {
    this.url = url
    const timeouts = { connectionTimeoutMillis: ASK_TIMEOUT, query_timeout: ASK_TIMEOUT }
    this.#pool = new Pool({
      ...{ connectionString: url, max: 1, idleTimeoutMillis: 0, ...timeouts },
      // A replica answers nothing in a serializable transaction.
      onConnect: async (client) => {
        await client.query(isolationFor(url))
      },
    })
    surviveErrors(this.#pool)
    // A server that starts again may have another role, or be at an earlier LSN than before.
    this.#pool.on('error', (error) => this.#answered(undefined, error))
  }

  /** Asks for the state. Never rejects. */
  readonly ask = coalesced(async () => {
    try {
      this.#answered(await stateOn(this.#pool))
    } catch (error) {
      this.#answered(undefined, error)
    }
  }, ASK_LIMIT)

  /** Closes the connection. */
  close(): Promise<void> {
    this.#closed ??= this.#pool.end()
    return this.#closed
  }

  #answered(state: HostState | undefined, error?: unknown): void {
    this.state = state
    this.error = error
  }
}
