import { AsyncLocalStorage } from 'node:async_hooks'

/** One transaction of a library. */
interface Scope<On> {
  /** The connection, once a statement that writes was executed. */
  on?: Promise<On>
  begin(): Promise<On>
  /** The first statement that failed. */
  failed?: { error: unknown }
  ended: boolean
}

/** Whether a statement reads only. */
export const reads = (text: string): boolean => /^\s*select\b/i.test(text)

/** @see {@link libraryTransactions} */
export type LibraryTransactions<On> = ReturnType<typeof libraryTransactions<On>>

/**
 * Transactions of a library that executes its statements one by one. They belong to the asynchronous context. Each begins
 * with its first statement that writes: earlier steps may take long, such as hashing a password.
 */
export function libraryTransactions<On>(
  transact: (work: (on: On) => Promise<void>) => Promise<void>,
  onStatement: ((statement: string) => void) | undefined,
) {
  const scopes = new AsyncLocalStorage<Scope<On>>()

  /** Executes a statement: `inside` the transaction of the caller, or `alone` outside of one. */
  async function execute<T>(text: string, inside: (on: On) => T | Promise<T>, alone: () => T | Promise<T>): Promise<T> {
    const scope = scopes.getStore()
    try {
      onStatement?.(text)
      if (!scope || scope.ended) return await alone()
      const on = await (reads(text) ? scope.on : scope.begin())
      if (!on) return await alone()
      // The connection may already have the next transaction.
      if (scope.ended) throw new Error('The transaction of this statement has ended')
      return await inside(on)
    } catch (error) {
      if (scope) scope.failed ??= { error }
      throw error
    }
  }

  /**
   * Runs `work` in a transaction, which `begin` begins if no statement has, and of which `first` is the beginning. Rolls back if a
   * statement failed, too.
   */
  async function run<T>(work: (begin: () => Promise<On>) => Promise<T>, first?: (on: On) => Promise<void>): Promise<T> {
    const end = Promise.withResolvers<void>()
    // There may be no transaction that waits for it.
    end.promise.catch(() => {})
    let transaction: Promise<void> | undefined
    const begin = () => {
      scope.on ??= new Promise((resolve, reject) => {
        transaction = transact(async (on) => {
          await first?.(on)
          resolve(on)
          return end.promise
        })
        transaction.catch(reject)
      })
      return scope.on
    }
    const scope: Scope<On> = { begin, ended: false }
    try {
      const result = await scopes.run(scope, () => work(begin))
      if (scope.failed) throw scope.failed.error
      scope.ended = true
      end.resolve()
      await transaction
      return result
    } catch (error) {
      scope.ended = true
      end.reject(error)
      await transaction?.catch(() => {})
      throw error
    }
  }

  return { execute, run }
}
