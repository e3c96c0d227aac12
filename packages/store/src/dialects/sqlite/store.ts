import type Client from 'better-sqlite3'
import type { AnyRelations } from 'drizzle-orm'
import { BetterSQLite3Database, BetterSQLiteSession, betterSQLite3Codecs } from 'drizzle-orm/better-sqlite3'
import { SQLiteDialect } from 'drizzle-orm/sqlite-core'
import { setFoldedKeys } from '../../derived/folded-keys.ts'
import type { Schema } from '../../schema.ts'
import type { Connection, Store, StoreOptions } from '../../store.ts'
import { refuseNewer } from '../errors.ts'
import { libraryTransactions } from '../library-transactions.ts'
import { autocommit } from './autocommit.ts'
import { unavailable, unavailableReason, violation } from './errors.ts'
import { observedClient } from './executions.ts'
import { expressions } from './expressions.ts'
import { absolutePath, filePath, openFile, watchFiles } from './file.ts'
import { sqliteJournal } from './journal.ts'
import { appliedIn } from './migrate.ts'
import { withMissingRows } from './missing-rows.ts'
import { queriesInWorker } from './queries-in-worker.ts'
import { sharedReads } from './shared-reads.ts'
import { Workers } from './workers.ts'
import { WriteQueue } from './write-queue.ts'

/** Opens a migrated SQLite file, with one connection for reads and one for writes. */
export function open<Tables, Relations extends AnyRelations>(
  { tables, relations, foreignKeys, fields, derived, names, migrations }: Schema<Tables, Relations>,
  { url, workerTimeout, onStatement, observer }: StoreOptions,
): Store<Tables, Relations> {
  const writer = openFile(url)
  const reader = openFile(url)
  reader.pragma('query_only = ON')
  // WriteQueue retries BEGIN IMMEDIATE without blocking.
  writer.pragma('busy_timeout = 0')

  const connect = (client: Client.Database): Connection<Tables, Relations> => {
    const db = queryBuilder(observedClient(client, observer), relations, onStatement)
    setFoldedKeys(db, derived)
    return { db, tables, expressions: expressions(client, names.searches) }
  }
  const read = connect(reader)
  const write = connect(withMissingRows(writer, foreignKeys))
  const workers = new Workers(absolutePath(url), workerTimeout)
  const shared = sharedReads(reader)
  const assertFiles = watchFiles(filePath(url))
  const beforeCommit = () => {
    shared.end()
    assertFiles()
  }
  const afterCommit = (writes: number) => {
    observer?.commit(writes)
    journal?.committed()
  }
  const queue = new WriteQueue(writer, beforeCommit, afterCommit)
  const journal =
    names.journals.length === 0
      ? undefined
      : sqliteJournal(names.journals, reader, (work) => queue.run(async () => work(writer)))
  const enqueue = <T>(work: (connection: Connection<Tables, Relations>) => Promise<T>) => queue.run(() => work(write))
  const ofLibrary = libraryTransactions<Connection<Tables, Relations>>((work) => store.write(work), onStatement)

  const store: Store<Tables, Relations> = {
    dialect: 'sqlite',
    read,
    readInWorker: { ...read, db: queriesInWorker(workers, relations, { onStatement, observer }) },
    currentLsn: async () => '0/0',
    replicaAt: () => {
      shared.start()
      return store
    },
    write: (work) => (observer ? observer.transaction(work, enqueue) : enqueue(work)),
    autocommit: {
      db: autocommit(
        observedClient(reader, observer),
        observedClient(writer, observer),
        (work) => store.write(work),
        ofLibrary,
      ),
      provider: 'sqlite',
      transaction: (work, first) => ofLibrary.run(work, first),
    },
    journal,
    check: async () => {
      try {
        assertFiles()
        refuseNewer(appliedIn(reader), migrations)
        await queue.run(async () => probe(writer))
      } catch (error) {
        throw unavailableReason(error)
      }
    },
    violation: (error) => violation(error, { fields, names }),
    unavailable,
    load: () => ({ writes: queue.size, connections: 0, waiting: workers.waiting, replicas: 0 }),
    close: async () => {
      journal?.close()
      await Promise.all([queue.idle(), workers.close()])
      reader.close()
      try {
        writer.pragma('optimize')
      } catch {
        // Another process is writing. New statistics are not worth a delay.
      }
      writer.close()
    },
  }
  return store
}

/** Writes more than fits on the pages that are there, and takes it back. @throws if the disk is full, or not writable. */
function probe(writer: Client.Database): void {
  writer.prepare("INSERT INTO __drizzle_migrations (hash, name) VALUES (zeroblob(65536), 'probe')").run()
  writer.prepare("DELETE FROM __drizzle_migrations WHERE name = 'probe'").run()
}

/**
 * Writes a parameter as `+?`, which has the same value. SQLite plans a statement with a bare `?` for the bound value,
 * and discards the plan when the driver unbinds the value. Every execution of a prepared join would then parse and plan
 * its text again, which costs several times as much as running it.
 */
class PlannedOnceDialect extends SQLiteDialect {
  override escapeParam(): string {
    return '+?'
  }
}

/** A query builder on a connection, as drizzle's `drizzle({ client, relations })` makes it, but with this dialect. */
function queryBuilder<Relations extends AnyRelations>(
  client: Client.Database,
  relations: Relations,
  onStatement: StoreOptions['onStatement'],
) {
  const dialect = new PlannedOnceDialect({ codecs: betterSQLite3Codecs, useJitMappers: true })
  const options = onStatement ? { logger: { logQuery: onStatement } } : {}
  const session = new BetterSQLiteSession(client, dialect, relations, options)
  return new BetterSQLite3Database('sync', dialect, session, relations)
}
