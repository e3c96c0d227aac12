import { Pool, type PoolClient } from 'pg'
import type { StoreObserver } from '../../store.ts'
import { isReadOnly } from './errors.ts'

/**
 * How many named statements a connection may have. The server keeps the plans of each for as long as the connection is
 * open: about 150 KB for a list with nested rows. A connection with more is closed, and the next one prepares the statements that are in use.
 */
const MAX_NAMED = 200

/** The arguments that the query builder gives to `query`. */
type Given = [{ name?: string; text: string }, ...unknown[]]

/** The statements of query builders: observed, and bounded in number. */
export class Statements {
  readonly #observer: StoreObserver | undefined
  readonly #named = new WeakMap<PoolClient, Set<string>>()

  constructor(observer: StoreObserver | undefined) {
    this.#observer = observer
  }

  /** A pool or a connection for a query builder. */
  on<Client extends Pool | PoolClient>(client: Client): Client {
    const execute = (given: Given) => (client instanceof Pool ? this.#onAny(client, given) : this.#run(client, given))
    const observer = this.#observer
    const run = async (...given: Given): Promise<unknown> => {
      if (!observer) return execute(given)
      const start = performance.now()
      try {
        return await execute(given)
      } finally {
        observer.statement(given[0].text, performance.now() - start)
      }
    }
    return new Proxy(client, {
      get: (target, key) => {
        if (key === 'query') return run
        const value: unknown = Reflect.get(target, key)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

  /** Whether a connection has so many named statements that it is to be closed. */
  isFull(client: PoolClient): boolean {
    return (this.#named.get(client)?.size ?? 0) > MAX_NAMED
  }

  async #onAny(pool: Pool, given: Given): Promise<unknown> {
    const client = await pool.connect()
    let broken = false
    try {
      return await this.#run(client, given)
    } catch (error) {
      broken = isReadOnly(error)
      throw error
    } finally {
      client.release(broken || this.isFull(client))
    }
  }

  #run(client: PoolClient, given: Given): Promise<unknown> {
    const [{ name }] = given
    if (name) this.#count(client, name)
    return Reflect.apply(client.query, client, given)
  }

  #count(client: PoolClient, name: string): void {
    const named = this.#named.get(client)
    if (named) named.add(name)
    else this.#named.set(client, new Set([name]))
  }
}
