import type { AnyRelations, Table } from 'drizzle-orm'
import type { AuthProvider, AutocommitDatabase, DialectName, QueryBuilder } from './dialects/query-builder.ts'
import type { Expressions } from './expressions.ts'
import type { Journal } from './journal/journal.ts'

/** The tables of a domain by name. */
export type AnyTables = Record<string, Table>

/**
 * The query builder, on either engine. It has the type of one of them, without the methods that the other does not have:
 * queries are awaited. Transactions belong to the Store.
 *
 * An interface with a declared variance, because the compiler would otherwise find it out by comparing all of Drizzle's
 * types with themselves, once in every project that uses a database.
 */
export interface Database<out Relations extends AnyRelations> extends QueryBuilder<Relations> {}

/**
 * A constraint that a statement violated, the same on both engines. If a foreign key has no missing row, then another
 * row still refers to the row to be deleted.
 */
export type Violation =
  /** `fields`: the names in the rows. A folded key stands for its text, whose name it gets here. */
  | { kind: 'unique'; columns: string; fields: string[] }
  | { kind: 'check'; constraint: string }
  /** Of `noOverlap`: `columns` is its `by`, `loans.book_id`; `fields` are the names of `from` and `to` in the rows. */
  | { kind: 'overlap'; columns: string; fields: string[] }
  | { kind: 'foreignKey'; missing?: MissingRow | undefined }

/** A missing row that a foreign key refers to. */
export interface MissingRow {
  /** The columns that refer to it: `books.author_id`. */
  columns: string
  /** The table it would be in, by its name in the declarations. */
  table: string
  /** The values of those columns, as text. */
  key: string[]
}

/** A query builder, with the tables and expressions for its queries. */
export interface Connection<out Tables, out Relations extends AnyRelations> {
  readonly db: Database<Relations>
  readonly tables: Tables
  readonly expressions: Expressions
}

/** An open database: reads, writes and the meaning of its errors. */
export interface Store<out Tables, out Relations extends AnyRelations> {
  readonly dialect: DialectName
  /** Runs queries outside any transaction. */
  readonly read: Connection<Tables, Relations>
  /**
   * The same for queries that a client can make expensive. On an embedded database they run on worker threads with a
   * time limit, so that they do not block the event loop. They see all earlier commits.
   *
   * @throws an error that is `unavailable` if too many wait, or if one takes too long.
   */
  readonly readInWorker: Connection<Tables, Relations>
  /** The position after every commit so far in the write-ahead log of a server: its timeline and LSN. */
  currentLsn(): Promise<string>
  /**
   * The same store for queries: its reads go to a replica, in turn, that has replayed the log up to a position. Without such a
   * replica they go to the primary, as the reads of the store itself do. A text that is not a position is ignored. Call it where
   * requests are received, before the first `await`: on an embedded database, the reads of this turn of the event loop then
   * share one snapshot, which costs less than one each.
   */
  replicaAt(position?: string): Store<Tables, Relations> | Promise<Store<Tables, Relations>>
  /**
   * Runs `work` in a transaction and resolves once it is durable. If `work` throws, the transaction is rolled back.
   * `work` may await only queries on the given connection. It runs again after a serialization failure or a deadlock,
   * so it must not keep state outside the transaction.
   */
  write<T>(work: (connection: Connection<Tables, Relations>) => Promise<T>, options?: WriteOptions): Promise<T>
  readonly autocommit: Autocommit<Tables, Relations>
  /** The changes of the tables that are declared with `journal`. `undefined` if there is no such table. */
  readonly journal: Journal | undefined
  /**
   * Checks that the database takes writes, and that this program knows its schema.
   *
   * @throws DatabaseUnavailable with the reason if not, which may be shown to anyone: a full disk, a read-only or deleted file, the
   * migration of a newer program.
   */
  check(): Promise<void>
  /** The constraint behind a failed statement, or `undefined` if the error is something else. */
  violation(error: unknown): Violation | undefined
  /** Whether a statement failed because the database is temporarily unavailable. */
  unavailable(error: unknown): boolean
  /** The current load of the store. */
  load(): StoreLoad
  /** Waits for running transactions, then closes every connection. */
  close(): Promise<void>
}

/** The access of a library that builds its own queries. */
export interface Autocommit<out Tables, out Relations extends AnyRelations> {
  /** A query builder that commits every statement on its own, except inside of `transaction`. */
  readonly db: AutocommitDatabase
  /** The name of the engine in better-auth. */
  readonly provider: AuthProvider
  /**
   * Runs `work`. All writes of the library in it are one transaction, which begins with the first statement that writes. After
   * that statement, `work` may await only queries. `begin` gives the connection of the transaction, for statements of the
   * caller. `first` runs before the first statement that writes. Rolls back if `work` throws, and if a statement has failed
   * although the library ignored the error. Runs again as `write` does.
   */
  transaction<T>(
    work: (begin: () => Promise<Connection<Tables, Relations>>) => Promise<T>,
    first?: (connection: Connection<Tables, Relations>) => Promise<void>,
  ): Promise<T>
}

/** The options of a write. */
export interface WriteOptions {
  /**
   * On a server, writes with the same name that wait at the same time share a transaction. For small idempotent writes:
   * if the transaction fails, each is run again in its own. An embedded database always shares transactions.
   */
  batch?: string | undefined
}

/** The current load of a store. */
export interface StoreLoad {
  /** The number of waiting and running transactions. */
  writes: number
  /** The number of open connections to a server; 0 for an embedded database. */
  connections: number
  /** The number of requests that wait for a connection to a server or for a worker thread. */
  waiting: number
  /** The number of replicas that are used. */
  replicas: number
}

/** Observes the work of a store. A store without an observer has no overhead. */
export interface StoreObserver {
  /**
   * Called after the execution of each statement, in its asynchronous context, with its text, without values, and how
   * long it took in milliseconds.
   */
  statement(text: string, ms: number): void
  /** Wraps each transaction, with its wait. `run` may call `work` in another asynchronous context, and more than once. */
  transaction<On, T>(work: (on: On) => Promise<T>, run: (work: (on: On) => Promise<T>) => Promise<T>): Promise<T>
  /** Called with the number of transactions that share a COMMIT. */
  commit(transactions: number): void
}

/** The options of a store. */
export interface StoreOptions {
  /** `file:<path>` for an embedded database, `postgres://...` for a server, `postgres://one,two/...` for the one that takes writes. */
  url: string
  /** The URLs of the replicas of a server, for `replicaAt`: by default the other hosts in `url`. */
  readUrls?: readonly string[] | undefined
  /** A replica that is further behind, in milliseconds, is not used: 10,000 by default. */
  maxLag?: number | undefined
  /** The number of connections to a server in each pool: 10 by default. */
  poolSize?: number | undefined
  /** The time limit of a statement of `readInWorker` on a worker thread, in milliseconds: 3,000 by default. */
  workerTimeout?: number | undefined
  /** The time limit of a statement on a server, in milliseconds: 30,000 by default. */
  statementTimeout?: number | undefined
  /** The time limit of the wait for a lock on a server, in milliseconds: 2,000 by default. */
  lockTimeout?: number | undefined
  /** Called with the text of every statement of a query, for counting and logging. */
  onStatement?: ((statement: string) => void) | undefined
  /** Observes the work of the store, for metrics, traces and logs. */
  observer?: StoreObserver | undefined
}

/** The options of a migration. */
export interface MigrateOptions {
  /** How long a server that cannot be reached or takes no writes yet is tried again, in milliseconds: 0 by default. */
  patience?: number | undefined
}
