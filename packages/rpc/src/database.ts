import type { Database, Violation } from '@trellis/store'
import type { EmptyRelations } from 'drizzle-orm'

/** A database to run queries on, and its tables by name. */
export interface AnyConnection {
  readonly db: Pick<Database<EmptyRelations>, 'select'>
  readonly tables: object
}

/** What procedures need of a Store: where to read, transactions, and what a database error means. */
export interface AnyStore<Connection extends AnyConnection> {
  readonly read: Connection
  write<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  violation(error: unknown): Violation | undefined
  /** Whether a statement failed because the database cannot be used now. */
  unavailable?(error: unknown): boolean
}
