import type { AnyRelations } from 'drizzle-orm'
import { betterSQLite3Codecs } from 'drizzle-orm/better-sqlite3'
import { drizzle } from 'drizzle-orm/sqlite-proxy'
import type { Database, StoreOptions } from '../../store.ts'
import type { Workers } from './workers.ts'

/** A query builder whose statements run on worker threads. */
export function queriesInWorker<Relations extends AnyRelations>(
  workers: Workers,
  relations: Relations,
  { onStatement, observer }: Pick<StoreOptions, 'onStatement' | 'observer'>,
): Database<Relations> {
  const all = async (sql: string, params: unknown[], rowMode?: string) => {
    const start = performance.now()
    try {
      // A row is an array or an object, depending on `rowMode`: the caller knows which.
      return (await workers.run({ sql, params, arrays: rowMode !== 'object' })) as (unknown[] &
        Record<string, unknown>)[]
    } finally {
      observer?.statement(sql, performance.now() - start)
    }
  }
  const executors = {
    all,
    get: async (sql: string, params: unknown[], rowMode?: string) => (await all(sql, params, rowMode))[0],
    run: () => Promise.reject(new Error('These connections are read-only')),
  }
  const logger = onStatement ? { logQuery: onStatement } : false
  // Sound as long as queries are awaited: see Database.
  return drizzle(executors, {
    codecs: betterSQLite3Codecs,
    relations,
    logger,
    jit: true,
  }) as unknown as Database<Relations>
}
