import type Client from 'better-sqlite3'
import type { AnyRelations } from 'drizzle-orm'
import { setFoldedKeys } from '../../derived/folded-keys.ts'
import type { Schema } from '../../schema.ts'
import type { Connection, Store, StoreOptions } from '../../store.ts'
import { refuseNewer } from '../errors.ts'
import { LibraryTransactions } from '../library-transactions.ts'
import { autocommit } from './autocommit.ts'
import { expressions } from './expressions.ts'
import { absolutePath, DatabaseFile, filePath, openFile } from './file.ts'
import { sqliteJournal } from './journal.ts'
import { appliedIn } from './migrations-table.ts'
import { withMissingRows } from './missing-rows.ts'
import { observedClient } from './observed.ts'
import { queriesInWorker } from './queries-in-worker.ts'
import { queryBuilder } from './query-builder.ts'
import { SharedReads } from './shared-reads.ts'
import { unavailable, unavailableReason } from './unavailable.ts'
import { violation } from './violations.ts'
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
  const sharedReads = new SharedReads(reader)
  const file = new DatabaseFile(filePath(url))
  const beforeCommit = () => {
    sharedReads.end()
    file.assertThere()
  }
  const afterCommit = (writes: number) => {
    observer?.commit(writes)
    journal?.committed()
  }
  const queue = new WriteQueue(writer, beforeCommit, afterCommit)
  const journal =
    names.journals.length === 0 ? undefined : sqliteJournal(reader, (work) => queue.run(async () => work(writer)))
  const enqueue = <T>(work: (connection: Connection<Tables, Relations>) => Promise<T>) => queue.run(() => work(write))
  const ofLibrary = new LibraryTransactions<Connection<Tables, Relations>>((work) => store.write(work), onStatement)

  const store: Store<Tables, Relations> = {
    dialect: 'sqlite',
    read,
    readInWorker: { ...read, db: queriesInWorker(workers, relations, { onStatement, observer }) },
    currentLsn: async () => '0/0',
    replicaAt: () => {
      sharedReads.start()
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
        file.assertThere()
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
