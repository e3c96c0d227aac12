import type { Database, Violation, WriteOptions } from '@trellis/store'
import type { EmptyRelations } from 'drizzle-orm'

/** A query builder, and the tables by name. */
export interface AnyConnection {
  readonly db: Pick<Database<EmptyRelations>, 'select'>
  readonly tables: object
}

/** The part of a Store that procedures need: reads, transactions, and the meaning of database errors. */
export interface AnyStore<Connection extends AnyConnection> {
  readonly read: Connection
  write<T>(work: (connection: Connection) => Promise<T>, options?: WriteOptions): Promise<T>
  violation(error: unknown): Violation | undefined
  /** Whether a statement failed because the database is temporarily unavailable. */
  unavailable?(error: unknown): boolean
}
