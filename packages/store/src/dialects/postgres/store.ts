import { setTimeout as pause } from 'node:timers/promises'
import type { AnyRelations } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { Pool, type PoolClient } from 'pg'
import { fillIn } from '../../derived/fill-in.ts'
import type { Schema } from '../../schema.ts'
import type { Connection, Database, Store, StoreOptions } from '../../store.ts'
import { driverError } from '../driver-error.ts'
import { expressions } from './expressions.ts'
import { observedClient } from './observed.ts'
import { unavailable } from './unavailable.ts'
import { violation } from './violations.ts'

/** How often a transaction is tried when others get in its way. */
const MAX_ATTEMPTS = 8
const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'
/**
 * The columns and the JSON of relational queries read moments as UTC in ISO 8601. The server's own settings may differ: they
 * follow the machine it was set up on. A statement, because `options` in DATABASE_URL would replace ours.
 */
const SESSION = "SET TIME ZONE 'UTC'; SET datestyle TO ISO"

/**
 * Random reads cost little more than sequential ones where the data is in memory or on an SSD; with PostgreSQL's default of
 * 4, reading the shelves of one book scans the table of shelves. Compiling a query takes longer than running any of ours.
 */
const PLANNER = '-c random_page_cost=1.1 -c jit=off'

/** Opens a migrated PostgreSQL database: a pool that reads and a pool that writes. */
export function openPostgres<Tables, Relations extends AnyRelations>(
  { tables, relations, foreignKeys, derived, names }: Schema<Tables, Relations>,
  { url, readUrl, poolSize = 10, statementTimeout = 30_000, lockTimeout = 5_000, onStatement, observer }: StoreOptions,
): Store<Tables, Relations> {
  type Transaction = Connection<Tables, Relations>
  const timeouts = `SET statement_timeout TO ${statementTimeout}; SET lock_timeout TO ${lockTimeout};
    SET idle_in_transaction_session_timeout TO ${statementTimeout}`
  const open = (connectionString: string) => {
    const pool = new Pool({
      connectionString,
      max: poolSize,
      connectionTimeoutMillis: 10_000,
      // A connection that is closed takes the plans of its prepared statements with it.
      idleTimeoutMillis: 0,
      maxLifetimeSeconds: 3_600,
      options: PLANNER,
      onConnect: async (client) => {
        await client.query(`${SESSION}; ${timeouts}`)
      },
    })
    // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
    pool.on('error', () => {})
    return pool
  }
  const writers = open(url)
  const readers = readUrl ? open(readUrl) : writers

  const logger = onStatement ? { logQuery: onStatement } : false
  const connect = (client: Pool | PoolClient): Transaction => {
    // Sound as long as the column kits infer the same rows, and queries are awaited; see Database.
    const db = drizzle({
      client: observedClient(client, observer),
      relations,
      logger,
      jit: true,
    }) as unknown as Database<Relations>
    fillIn(db, derived)
    return { db, tables, expressions: expressions(names.searches) }
  }
  const pools = new Set([writers, readers])
  const read = connect(readers)
  // One for each connection, so that its prepared queries are found again.
  const connections = new WeakMap<PoolClient, Transaction>()

  async function transact<T>(work: (connection: Transaction) => Promise<T>): Promise<T> {
    const client = await writers.connect()
    let connection = connections.get(client)
    if (!connection) {
      // One that breaks during a transaction fails its next statement, and says so here too, where nobody needs it.
      client.on('error', () => {})
      connection = connect(client)
      connections.set(client, connection)
    }
    let broken = false
    try {
      await client.query('BEGIN')
      const result = await work(connection)
      // After a failed statement the server answers a COMMIT by rolling back.
      const { command } = await client.query('COMMIT')
      if (command !== 'COMMIT')
        throw new Error('Nothing was committed: a statement had failed and its error was ignored')
      observer?.commit(1)
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        broken = true
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  async function retry<T>(work: (connection: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await transact(work)
      } catch (error) {
        const code = driverError(error)?.code
        if ((code !== SERIALIZATION_FAILURE && code !== DEADLOCK) || attempt === MAX_ATTEMPTS) throw error
        await pause(Math.random() * 5 * 2 ** attempt)
      }
    }
  }

  const running = new Set<Promise<unknown>>()

  return {
    dialect: 'postgres',
    read,
    // The server runs it, and ends it after its timeout.
    background: read,
    // A transaction would cost a round trip to the server.
    shareReads: () => {},
    write: (work) => {
      const result = observer ? observer.transaction(() => retry(work)) : retry(work)
      running.add(result)
      const done = () => running.delete(result)
      result.then(done, done)
      return result
    },
    standalone: { db: drizzle({ client: writers, logger }), provider: 'pg' },
    violation: (error) => violation(error, foreignKeys),
    unavailable,
    load: () => ({
      writes: running.size,
      connections: [...pools].reduce((sum, pool) => sum + pool.totalCount, 0),
      waiting: [...pools].reduce((sum, pool) => sum + pool.waitingCount, 0),
    }),
    close: async () => {
      while (running.size > 0) await Promise.allSettled(running)
      await Promise.all(pools.values().map(drain))
    },
  }
}

/** Ends a pool when all who asked it for a connection had one; the pool itself would leave those who wait without an answer. */
async function drain(pool: Pool): Promise<void> {
  while (pool.waitingCount > 0) await pause(5)
  await pool.end()
}
