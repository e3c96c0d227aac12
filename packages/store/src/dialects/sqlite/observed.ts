import type { Database as Client } from 'better-sqlite3'
import type { StoreObserver } from '../../store.ts'
import { withExecutions } from './executions.ts'

/** The connection, with an observer for each execution of its prepared statements. */
export function observedClient(client: Client, observer: StoreObserver | undefined): Client {
  if (!observer) return client
  return withExecutions(client, (text) => (execute, values) => {
    const start = performance.now()
    try {
      return execute(...values)
    } finally {
      observer.statement(text, performance.now() - start)
    }
  })
}
