import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'

/** A constraint that refused a statement, named alike on both engines. */
export type Violation =
  | { kind: 'unique'; columns: string }
  | { kind: 'check'; constraint: string }
  | { kind: 'foreignKey' }

/** A database to run queries on, and its tables by name. */
export interface AnyConnection {
  readonly db: Pick<BetterSQLite3Database, 'select'>
  readonly tables: object
}

/** What procedures need of a Store: where to read, transactions, and what a database error means. */
export interface AnyStore<Connection extends AnyConnection> {
  readonly read: Connection
  write<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  violation(error: unknown): Violation | undefined
}
