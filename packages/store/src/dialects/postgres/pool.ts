import { setTimeout as pause } from 'node:timers/promises'
import { Client, type ClientConfig, Pool } from 'pg'
import { Watchdog } from './watchdog.ts'

/**
 * Columns and the JSON of relational queries expect times in UTC and ISO 8601. The settings of the server may differ.
 * They are set by a statement, because `options` in DATABASE_URL would replace startup options.
 */
const SESSION = "SET TIME ZONE 'UTC'; SET datestyle TO ISO"

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
const PLANNER = '-c random_page_cost=1.1 -c jit=off -c enable_memoize=off'

/** How long a connection may take to open, in milliseconds. */
export const CONNECT_TIMEOUT = 5_000
/** The system asks after an idle connection that was silent for this long, in milliseconds, and closes it after some attempts. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }
/** A connection of a pool. The time limit of the pool is for the wait, which may be longer. */
class PooledClient extends Client {
  constructor(config?: ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_TIMEOUT })
  }
}

/** The settings of a pool. */
export interface PoolSettings {
  poolSize: number
  statementTimeout: number
  lockTimeout: number
  /** That of the server, which its pools share. */
  watchdog: Watchdog
  /** Whether statements are sent before the results of earlier ones have arrived. */
  pipeline?: boolean
}

/** A pool of connections with the settings that every statement needs. */
export function openPool(
  connectionString: string,
  { poolSize, statementTimeout, lockTimeout, watchdog, pipeline = false }: PoolSettings,
): Pool {
  const timeouts = `SET statement_timeout TO ${statementTimeout}; SET lock_timeout TO ${lockTimeout};
    SET idle_in_transaction_session_timeout TO ${statementTimeout}`
  const pool = new Pool({
    Client: PooledClient,
    connectionString,
    pipeline,
    ...KEEP_ALIVE,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    // Closing a connection discards the plans of its prepared statements.
    idleTimeoutMillis: 0,
    maxLifetimeSeconds: 3_600,
    options: PLANNER,
    onConnect: async (client) => {
      if (client instanceof Client) watchdog.watch(client)
      await client.query(`${SESSION}; ${isolationFor(connectionString)}; ${timeouts}`)
    },
  })
  surviveErrors(pool)
  return pool
}

/** The pool replaces a connection that breaks, and its statement fails. Without listeners, the error would end the process. */
export function surviveErrors(pool: Pool): void {
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
}

/** Ends a pool after all waiting requests for a connection were served. `end` alone would never settle them. */
export async function drain(pool: Pool): Promise<void> {
  while (pool.waitingCount > 0) await pause(5)
  await pool.end()
}

/** Opens a connection, runs `work` on it, and closes it. A statement of `work` may take as long as the server executes it. */
export async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT, ...KEEP_ALIVE })
  // The statement of the connection fails, too. Without a listener, the error would end the process.
  client.on('error', () => {})
  await client.connect()
  new Watchdog(url, Number.POSITIVE_INFINITY).watch(client)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
