import type { Database as Client, Statement } from 'better-sqlite3'
import type { StoreObserver } from '../../store.ts'

/** Takes the place of each execution of a statement. */
export type Around = (execute: (...values: unknown[]) => unknown, values: unknown[]) => unknown

/** The connection, with the function that `aroundOf` gives for the text of a prepared statement around each execution. */
export function withExecutions(client: Client, aroundOf: (text: string) => Around | undefined): Client {
  return new Proxy(client, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      if (key === 'prepare') return (text: string) => wrapped(target.prepare(text), aroundOf(text))
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Replaces the methods of the statement that execute it. */
function wrapped(statement: Statement, around: Around | undefined): Statement {
  if (!around) return statement
  for (const method of ['all', 'get', 'run'] as const) {
    const execute = statement[method].bind(statement)
    const value = (...values: unknown[]) => around(execute, values)
    Object.defineProperty(statement, method, { value, configurable: true })
  }
  return statement
}

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
