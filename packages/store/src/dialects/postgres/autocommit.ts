import { drizzle } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient } from 'pg'
import type { LibraryTransactions } from '../library-transactions.ts'
import type { Statements } from './statements.ts'

/** A query builder for a library with its own queries, outside of its transactions on any connection of the pool. */
export function autocommit(
  pool: Pool,
  statements: Statements,
  transactions: LibraryTransactions<{ client: PoolClient }>,
) {
  const alone = statements.on(pool)
  const query = (...given: [{ text: string }, unknown[]]) =>
    transactions.execute(
      given[0].text,
      ({ client }) => Reflect.apply(client.query, client, given),
      () => Reflect.apply(alone.query, alone, given),
    )
  const client = new Proxy(pool, { get: (target, key) => (key === 'query' ? query : Reflect.get(target, key)) })
  return drizzle({ client })
}
