import type { Database as Client, Statement } from 'better-sqlite3'
import type { StoreObserver } from '../../store.ts'

/** The connection, with an observer for each execution of its prepared statements. */
export function observedClient(client: Client, observer: StoreObserver | undefined): Client {
  if (!observer) return client
  return new Proxy(client, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      if (key === 'prepare') return (text: string) => observedStatement(target.prepare(text), text, observer)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Replaces the methods of the statement that execute it. */
function observedStatement(statement: Statement, text: string, observer: StoreObserver): Statement {
  for (const method of ['all', 'get', 'run'] as const) {
    const execute = statement[method].bind(statement)
    const observed = (...values: unknown[]) => {
      const start = performance.now()
      try {
        return execute(...values)
      } finally {
        observer.statement(text, performance.now() - start)
      }
    }
    Object.defineProperty(statement, method, { value: observed, configurable: true })
  }
  return statement
}
