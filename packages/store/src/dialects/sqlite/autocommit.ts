import type { Database as Client } from 'better-sqlite3'
import { betterSQLite3Codecs } from 'drizzle-orm/better-sqlite3'
import { drizzle } from 'drizzle-orm/sqlite-proxy'
import { type LibraryTransactions, reads } from '../library-transactions.ts'

/** A query builder for a library with its own queries. Each statement that writes is a transaction, unless it is in one. */
export function autocommit(
  reader: Client,
  writer: Client,
  transact: <T>(work: () => Promise<T>) => Promise<T>,
  transactions: LibraryTransactions<unknown>,
) {
  const turn = <T>(sql: string, run: (client: Client) => T): Promise<T> =>
    transactions.execute(
      sql,
      () => run(writer),
      () => (reads(sql) ? run(reader) : transact(async () => run(writer))),
    )
  return drizzle(
    {
      all: (sql: string, params: unknown[], rowMode?: string) =>
        turn(sql, (client) => prepare(client, sql, rowMode).all(...params)),
      get: (sql: string, params: unknown[], rowMode?: string) =>
        turn(sql, (client) => prepare(client, sql, rowMode).get(...params)),
      run: (sql: string, params: unknown[]) => turn(sql, (client) => client.prepare(sql).run(...params)),
    },
    { codecs: betterSQLite3Codecs },
  )
}

/** A row is an array or an object, depending on `rowMode`. The type is both, because the caller knows which. */
function prepare(client: Client, sql: string, rowMode: string | undefined) {
  return client.prepare<unknown[], unknown[] & Record<string, unknown>>(sql).raw(rowMode !== 'object')
}
