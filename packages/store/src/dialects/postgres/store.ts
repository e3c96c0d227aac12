import type { AnyRelations } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient } from 'pg'
import { runBatch } from '../../batched.ts'
import { setFoldedKeys } from '../../derived/folded-keys.ts'
import type { Schema } from '../../schema.ts'
import type { Connection, Database, Store, StoreOptions, WriteOptions } from '../../store.ts'
import { libraryTransactions } from '../library-transactions.ts'
import { autocommit } from './autocommit.ts'
import { isReadOnly, unavailable, unavailableReason, violation } from './errors.ts'
import { expressions } from './expressions.ts'
import { Host } from './host.ts'
import { postgresJournal } from './journal.ts'
import { coalesced, insertedOn } from './lsn.ts'
import { refuseUnwritable } from './migrate.ts'
import { drain, openPool } from './pool.ts'
import { Primary } from './primary.ts'
import { orOnPrimary, Replicas } from './replicas.ts'
import { Statements } from './statements.ts'
import { retry, writeBatches } from './transactions.ts'
import { watchdogs } from './watchdog.ts'

/**
 * Starts the transaction of a group. A row that is locked for longer delays one write, not its whole group: each is
 * tried again alone.
 */
const BEGIN_GROUP = "BEGIN; SET LOCAL lock_timeout TO '500ms'"

/**
 * Opens a migrated PostgreSQL database, with a pool for reads and a pool for writes. Reads never wait for the lock of a row, so
 * the transactions that do must not hold all connections.
 */
export function open<Tables, Relations extends AnyRelations>(
  { tables, relations, foreignKeys, fields, derived, names, migrations }: Schema<Tables, Relations>,
  {
    url,
    readUrls = [],
    maxLag = 10_000,
    poolSize = 10,
    statementTimeout = 30_000,
    lockTimeout = 2_000,
    onStatement,
    observer,
  }: StoreOptions,
): Store<Tables, Relations> {
  type Transaction = Connection<Tables, Relations>
  const primary = new Primary(url)
  const settings = { poolSize, statementTimeout, lockTimeout, watchdogOf: watchdogs(statementTimeout) }
  // BEGIN costs no round trip in a pipeline.
  const writers = openPool(primary, { ...settings, pipeline: true, writes: true })
  const readers = openPool(primary, settings)
  const statements = new Statements(observer)

  const logger = onStatement ? { logQuery: onStatement } : false
  const connect = (client: Pool | PoolClient): Transaction => {
    // Sound as long as the column kits infer the same rows and queries are awaited: see Database.
    const db = drizzle({
      client,
      relations,
      logger,
      jit: true,
    }) as unknown as Database<Relations>
    setFoldedKeys(db, derived)
    return { db, tables, expressions: expressions(names.searches) }
  }
  const reading = statements.on(readers)
  const read = connect(reading)
  const journal = names.journals.length === 0 ? undefined : postgresJournal(names.journals, primary, readers, writers)
  // One object for each connection, because prepared queries are cached by it.
  const connections = new WeakMap<PoolClient, Transaction>()

  async function transact<T>(
    work: (connection: Transaction, client: PoolClient) => Promise<T>,
    { begin = 'BEGIN', writes = 1 } = {},
  ): Promise<T> {
    const client = await writers.connect()
    let connection = connections.get(client)
    if (!connection) {
      connection = connect(statements.on(client))
      connections.set(client, connection)
    }
    let broken = false
    try {
      const begun = client.query(begin)
      // Reported below; a failure before it is not unhandled.
      begun.catch(() => {})
      const result = await work(connection, client)
      await begun
      // After a failed statement, the server rolls back at COMMIT.
      const { command } = await client.query('COMMIT')
      if (command !== 'COMMIT')
        throw new Error('Nothing was committed: a statement had failed and its error was ignored')
      if (writes > 0) observer?.commit(writes)
      return result
    } catch (error) {
      // On a connection that was destroyed, this fails at once.
      await client.query('ROLLBACK').catch(() => {
        broken = true
      })
      broken ||= isReadOnly(error)
      throw error
    } finally {
      client.release(broken || statements.isFull(client))
      journal?.ended()
    }
  }

  const runBatched = writeBatches<Transaction>({
    single: (work) => retry(() => transact(work)),
    group: (works) =>
      transact(
        (connection) =>
          runBatch(
            connection.db,
            works.map((work) => () => work(connection)),
          ),
        { begin: BEGIN_GROUP, writes: works.length },
      ),
  })

  const running = new Set<Promise<unknown>>()
  function track<On, T>(work: (on: On) => Promise<T>, run: (work: (on: On) => Promise<T>) => Promise<T>): Promise<T> {
    const result = observer ? observer.transaction(work, run) : run(work)
    running.add(result)
    const done = () => running.delete(result)
    result.then(done, done)
    return result
  }

  const ofLibrary = libraryTransactions<{ connection: Transaction; client: PoolClient }>(
    (work) =>
      track(work, (work) => transact((connection, client) => work({ connection, client: statements.on(client) }))),
    onStatement,
  )

  const store: Store<Tables, Relations> = {
    dialect: 'postgres',
    read,
    // The server runs the statement, and cancels it after the timeout.
    readInWorker: read,
    currentLsn: coalesced(() => insertedOn(readers)),
    replicaAt: (position) => (replicas ? replicas.choose(position).then((on) => on ?? store) : store),
    write: <T>(work: (connection: Transaction) => Promise<T>, { batch }: WriteOptions = {}) => {
      const run = (work: (connection: Transaction) => Promise<T>) =>
        batch === undefined ? retry(() => transact(work)) : runBatched(batch, work)
      return track(work, run)
    },
    autocommit: {
      db: autocommit(writers, statements, ofLibrary),
      provider: 'pg',
      transaction: (work, first) =>
        retry(() =>
          ofLibrary.run(
            (begin) => work(() => begin().then(({ connection }) => connection)),
            first && (({ connection }) => first(connection)),
          ),
        ),
    },
    journal,
    check: async () => {
      try {
        // The path that writes take.
        await transact((_, client) => refuseUnwritable(client, migrations), { writes: 0 })
        await store.currentLsn()
      } catch (error) {
        throw unavailableReason(error)
      }
    },
    violation: (error) => violation(error, { foreignKeys, fields, names }),
    unavailable,
    load: () => ({
      writes: running.size,
      connections: pools.reduce((sum, pool) => sum + pool.totalCount, 0),
      waiting: pools.reduce((sum, pool) => sum + pool.waitingCount, 0),
      replicas: replicas?.usable ?? 0,
    }),
    close: async () => {
      journal?.close()
      while (running.size > 0) await Promise.allSettled(running)
      await replicas?.close()
      await Promise.all(pools.map(drain))
      await primary.close()
    },
  }

  const pools = [writers, readers]
  const onReplica = (host: Host): Store<Tables, Relations> => {
    const pool = openPool(host.url, settings)
    pools.push(pool)
    const read = connect(orOnPrimary(new Statements(observer).on(pool), reading))
    return { ...store, read, readInWorker: read }
  }
  // Without replicas of its own, those are the other hosts, of which each may become the primary.
  const hosts = readUrls.length > 0 ? readUrls.map((url) => new Host(url)) : primary.patience > 0 ? primary.hosts : []
  const targets = hosts.map((host) => ({ host, target: onReplica(host) }))
  const replicas = targets.length === 0 ? undefined : new Replicas({ primary, replicas: targets, maxLag })
  return store
}
