import { setTimeout as pause } from 'node:timers/promises'
import { Client, type ClientConfig, Pool, type PoolClient } from 'pg'
import { Primary, primaryUrl } from './primary.ts'
import { CONNECT_TIMEOUT, isolationFor, KEEP_ALIVE, PLANNER, SESSION, surviveErrors } from './session.ts'
import { Watchdog } from './watchdog.ts'

/** The settings of a pool. */
export interface PoolSettings {
  poolSize: number
  statementTimeout: number
  lockTimeout: number
  /** That of a host, which its pools share. */
  watchdogOf: (url: string) => Watchdog
  /** Whether statements are sent before the results of earlier ones have arrived. */
  pipeline?: boolean
  /** Whether its transactions may write. */
  writes?: boolean
}

/** A pool of connections with the settings that every statement needs: to a replica with this URL, or to the primary. */
export function openPool(
  server: string | Primary,
  { poolSize, statementTimeout, lockTimeout, watchdogOf, pipeline = false, writes = false }: PoolSettings,
): Pool {
  const primary = server instanceof Primary ? server : undefined
  const timeouts = `SET statement_timeout TO ${statementTimeout}; SET lock_timeout TO ${lockTimeout};
    SET idle_in_transaction_session_timeout TO ${statementTimeout}`
  /** A connection of the pool. The time limit of the pool is for the wait, which may be longer. */
  class PooledClient extends Client {
    readonly url: string
    constructor(config?: ClientConfig) {
      const url = server instanceof Primary ? server.url : server
      const connectionTimeoutMillis = Math.min(CONNECT_TIMEOUT, primary?.patience || CONNECT_TIMEOUT)
      super({ ...config, connectionString: url, connectionTimeoutMillis })
      this.url = url
    }
  }
  const settings = {
    Client: PooledClient,
    pipeline,
    ...KEEP_ALIVE,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    // Closing a connection discards the plans of its prepared statements.
    idleTimeoutMillis: 0,
    maxLifetimeSeconds: 3_600,
    options: PLANNER,
    onConnect: async (client: unknown) => {
      if (!(client instanceof PooledClient)) return
      watchdogOf(client.url).watch(client)
      await client.query(`${SESSION}; ${isolationFor(client.url)}; ${timeouts}`)
      await primary?.verify(client, writes)
    },
  }
  const pool = primary && primary.patience > 0 ? new PatientPool(settings, primary) : new Pool(settings)
  surviveErrors(pool)
  return pool
}

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void

/** A pool of connections to the primary, which waits for the next primary. */
class PatientPool extends Pool {
  readonly #primary: Primary

  constructor(settings: ConstructorParameters<typeof Pool>[0], primary: Primary) {
    super(settings)
    this.#primary = primary
    // It may have broken because of a failover.
    this.on('remove', () => void primary.look())
  }

  override connect(): Promise<PoolClient>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<PoolClient> | undefined {
    const connected = this.#primary.awaited(() => super.connect())
    if (!callback) return connected
    connected.then(
      (client) => callback(undefined, client, (release) => client.release(Boolean(release))),
      (error: Error) => callback(error, undefined, () => {}),
    )
    return undefined
  }
}

/** Ends a pool after all waiting requests for a connection were served. `end` alone would never settle them. */
export async function drain(pool: Pool): Promise<void> {
  while (pool.waitingCount > 0) await pause(5)
  await pool.end()
}

/**
 * Opens a connection, to the primary if there are several hosts, runs `work` on it, and closes it. A statement of `work` may take as long
 * as the server executes it.
 */
export async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const host = await primaryUrl(url)
  const client = new Client({ connectionString: host, connectionTimeoutMillis: CONNECT_TIMEOUT, ...KEEP_ALIVE })
  // The statement of the connection fails, too. Without a listener, the error would end the process.
  client.on('error', () => {})
  await client.connect()
  new Watchdog(host, Number.POSITIVE_INFINITY).watch(client)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
