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

function observedStatement(statement: Statement, text: string, observer: StoreObserver): Statement {
  const observed: Statement = new Proxy(statement, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      return (...values: unknown[]) => {
        const isExecution = key === 'all' || key === 'get' || key === 'run'
        const end = isExecution ? observer.statement(text) : undefined
        try {
          const result: unknown = value.apply(target, values)
          // `raw()` and other modes return the statement itself.
          return result === target ? observed : result
        } finally {
          end?.()
        }
      }
    },
  })
  return observed
}
