import type { Pool } from 'pg'

/**
 * Columns and the JSON of relational queries expect times in UTC and ISO 8601. The settings of the server may differ.
 * They are set by a statement, because `options` in DATABASE_URL would replace startup options.
 */
export const SESSION = "SET TIME ZONE 'UTC'; SET datestyle TO ISO"

/**
 * Transactions lock the rows that they decide by. A stricter level that the database or the role has would make those fail
 * that wait for the same row. One that DATABASE_URL itself names is meant.
 */
export const isolationFor = (url: string) =>
  url.includes('default_transaction_isolation') ? '' : "SET default_transaction_isolation TO 'read committed'"

/**
 * Random reads cost little more than sequential ones if the data is in memory or on an SSD. With the default of 4,
 * PostgreSQL reads the shelves of one book by a scan of the whole table. JIT compilation takes longer than these
 * queries. So does the cache of a Memoize node, which is allocated for the rows of the table, not for the rows of a page.
 */
export const PLANNER = '-c random_page_cost=1.1 -c jit=off -c enable_memoize=off'

/** How long a connection may take to open, in milliseconds. */
export const CONNECT_TIMEOUT = 5_000
/** The system asks after an idle connection that was silent for this long, in milliseconds, and closes it after some attempts. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }

/** The pool replaces a connection that breaks, and its statement fails. Without listeners, the error would end the process. */
export function surviveErrors(pool: Pool): void {
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
}
