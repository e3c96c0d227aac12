import type { Pool, PoolClient } from 'pg'
import type { StoreObserver } from '../../store.ts'

/** The pool or connection, with an observer for each query of the query builder. */
export function observedClient<Client extends Pool | PoolClient>(
  client: Client,
  observer: StoreObserver | undefined,
): Client {
  if (!observer) return client
  const query = async (...given: [{ text: string }, ...unknown[]]) => {
    const end = observer.statement(given[0].text)
    try {
      return await Reflect.apply(client.query, client, given)
    } finally {
      end()
    }
  }
  return new Proxy(client, {
    get: (target, key) => {
      if (key === 'query') return query
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
