import type { AnyRelations, Column, EmptyRelations, SQL, SQLWrapper, Table } from 'drizzle-orm'
import type { Dialect, QueryBuilder, StandaloneDatabase } from './dialects/dialect.ts'

/** The tables of a domain by name. */
export type AnyTables = Record<string, Table>

/**
 * The query builder, on either engine. It has the type of one of them: await queries, never call `.all()`, `.get()`, `.run()` or
 * `.transaction()`, which PostgreSQL does not have or the Store owns.
 */
export type Database<Relations extends AnyRelations> = QueryBuilder<Relations>

/**
 * A constraint that refused a statement, the same on both engines. A foreign key without a missing row is one of another row,
 * which still refers to the row that was to be deleted.
 */
export type Violation =
  | { kind: 'unique'; columns: string }
  | { kind: 'check'; constraint: string }
  | { kind: 'foreignKey'; missing?: MissingRow | undefined }

/** A row that is not there although a foreign key refers to it. */
export interface MissingRow {
  /** The columns that refer to it: `books.author_id`. */
  columns: string
  /** The table it would be in, by its name in the declarations. */
  table: string
  /** The values of those columns, as text. */
  key: string[]
}

/** A list of ids as an engine takes it for one placeholder. */
export type ListValue = string | number[]

/** The few expressions that the engines spell differently. */
export interface Expressions {
  /** Whether `text`, taken literally, occurs in a column of folded keys. */
  keyContains(key: SQLWrapper, text: SQLWrapper | string): SQL<boolean>
  /**
   * The ids of the rows that contain `text` in any case in one of the columns, which are of one table and have a search
   * index. The text has 3 characters (code points) or more and is as the user typed it: the lower case of `İ` is
   * another character for the index.
   */
  matching(columns: readonly [Column, ...Column[]], text: SQLWrapper | string): SQL
  /** Whether a column contains `text` in any case: a scan, for texts too short for the index and for the caller to bound. */
  textContains(column: SQLWrapper, text: SQLWrapper | string): SQL<boolean>
  /**
   * The rows of `from` as a JSON list of objects, in the order of `orderBy`: what a nested relational query reads, as one
   * column of a flat statement. `[]` if there are no rows.
   */
  jsonList<Item>(item: { [Key in keyof Item]: SQLWrapper }, from: SQL, orderBy: SQLWrapper): SQL<Item[]>
  /** A subquery with the column `value`, for a placeholder whose value is `listOf(...)`: one statement for lists of any length. */
  listed(ids: SQLWrapper): SQL
  /** The value of that placeholder. */
  listOf(ids: number[]): ListValue
  /**
   * The ids that `rows` selects for each `value` of `groups`: with a limit in `rows`, the first rows of each group, which
   * an index can give without reading the others.
   */
  ofEach(groups: SQL, rows: (value: SQL) => SQL): SQL
  /** Holds off, until the end of the transaction, every other transaction that asks for the same lock. */
  lock(db: Pick<Database<EmptyRelations>, 'select'>, name: string): Promise<void>
}

/** A database to run queries on, with what is needed to write them. */
export interface Connection<Tables, Relations extends AnyRelations> {
  readonly db: Database<Relations>
  readonly tables: Tables
  readonly expressions: Expressions
}

/** A database, open: who reads, who writes, and what its errors mean. */
export interface Store<Tables, Relations extends AnyRelations> {
  readonly dialect: Dialect
  /** Runs queries outside any transaction. */
  readonly read: Connection<Tables, Relations>
  /**
   * The same for queries that a client can make expensive: on an embedded database they run on worker threads, so that
   * they do not hold up the process, within a time budget. They see everything that was committed before.
   *
   * @throws an error that is `unavailable` if too many wait, or if one takes too long.
   */
  readonly background: Connection<Tables, Relations>
  /**
   * Says that requests have come in: the reads of this turn of the event loop may share one look at the database, which
   * costs less than one each. To be called where requests are received, before anything is awaited.
   */
  shareReads(): void
  /**
   * Runs `work` in a transaction of its own and resolves once it is durable; if `work` throws, nothing of it stays.
   * `work` may await the connection it is given and nothing else. It is run again when the engine reports a
   * serialization failure or a deadlock, so it must not keep state outside the transaction.
   */
  write<T>(work: (connection: Connection<Tables, Relations>) => Promise<T>): Promise<T>
  /**
   * For a library that brings its own queries: a query builder whose every statement is committed on its own, and the
   * name better-auth has for the engine.
   */
  readonly standalone: { db: StandaloneDatabase; provider: 'sqlite' | 'pg' }
  /** The constraint behind a failed statement, or `undefined` if the error is something else. */
  violation(error: unknown): Violation | undefined
  /** Whether a statement failed because the database cannot be used now: it may later. */
  unavailable(error: unknown): boolean
  /** What the store has to do right now. */
  load(): StoreLoad
  /** Waits for what runs, then closes every connection. */
  close(): Promise<void>
}

/** What a store has to do right now. */
export interface StoreLoad {
  /** Transactions that wait or run. */
  writes: number
  /** Open connections to a server; 0 for an embedded database. */
  connections: number
  /** Requests that wait for a connection to a server, or for a worker thread. */
  waiting: number
}

/** Is told what a store does. A store without one pays nothing for it. */
export interface StoreObserver {
  /** Told the text of each statement of a query, in which no values stand. Returns what is called when it has run. */
  statement(text: string): () => void
  /** Stands around each transaction, the time it waits included. Statements run in the asynchronous context of `run`. */
  transaction<T>(run: () => Promise<T>): Promise<T>
  /** Told how many transactions share a COMMIT. */
  commit(transactions: number): void
}

/** How to open a store. */
export interface StoreOptions {
  /** `file:<path>` for an embedded database, `postgres://...` for a server. */
  url: string
  /** Where to read, if a replica of the server does it. Reads may then lag behind writes. */
  readUrl?: string | undefined
  /** Connections to a server in each pool, 10 if not given. */
  poolSize?: number | undefined
  /** How long a statement of `background` may run on a worker thread, in milliseconds: 3,000 if not given. */
  workerTimeout?: number | undefined
  /** How long a statement may run on a server, in milliseconds: 30,000 if not given. */
  statementTimeout?: number | undefined
  /** How long a statement may wait for a lock of a server, in milliseconds: 5,000 if not given. */
  lockTimeout?: number | undefined
  /** Told the text of every statement of a query, for counting and logging. */
  onStatement?: ((statement: string) => void) | undefined
  /** Told what the store does, for metrics, traces and logs. */
  observer?: StoreObserver | undefined
}
