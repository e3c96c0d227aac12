import type { AnyRelations } from 'drizzle-orm'
import type { Schema } from '../schema.ts'
import type { AnyTables, MigrateOptions, Store, StoreOptions } from '../store.ts'
import type { Columns, DialectName } from './query-builder.ts'

/** Called with the progress, from 0 to 1. */
export type OnProgress = (done: number) => void

/** A backup in the format of an engine. */
export interface BackupFormat {
  /** The end of the names of such files. */
  readonly extension: string
  readonly isCompressed: boolean
}

/** How a server replicates. */
export interface ReplicationState {
  /** Whether a commit waits for a replica, so that a failover loses no acknowledged write. */
  readonly isSynchronous: boolean
  /** The number of replicas that are connected. */
  readonly replicas: number
}

/** An engine: everything in which the engines differ. Each folder beside this file implements it. */
export interface Dialect {
  readonly name: DialectName
  readonly columns: Columns
  /** Opens a migrated database. */
  open<Tables extends AnyTables, Relations extends AnyRelations>(
    schema: Schema<Tables, Relations>,
    options: StoreOptions,
  ): Store<Tables, Relations>
  /** Migrates the database to the current schema. Creates a file that does not exist. */
  migrate(
    url: string,
    schema: Pick<Schema<unknown, never>, 'migrations' | 'names'>,
    options?: MigrateOptions,
  ): Promise<void>
  /** The names of the migrations that were applied to the database. */
  appliedMigrations(url: string): Promise<string[]>
  /** Removes everything from the database, with the record of its migrations. */
  reset(url: string): Promise<void>
  /** The name of a database on a server. `undefined` for a local file. */
  databaseName(url: string): Promise<string | undefined>
  /** The file of an embedded database, with its absolute path. */
  databaseFile(url: string): string | undefined
  /** The errors in a database: damaged pages, rows without their parent. @throws if it cannot be read. */
  checkIntegrity(url: string): Promise<string[]>
  /** How the server replicates. `undefined` for an embedded database. */
  replication(url: string): Promise<ReplicationState | undefined>
  /** Whether there is a database with tables. */
  hasTables(url: string): Promise<boolean>
  /** The URL of a new database beside this one, and the function that removes it. */
  beside(url: string, name: string): Promise<{ url: string; remove(): Promise<void> }>
  /** Runs `work` with the URL of a database in which a transaction reads one snapshot. It does not block writers. */
  withSnapshot<T>(url: string, work: (url: string) => Promise<T>): Promise<T>
  /** Must be called after rows were inserted with their ids, so that new rows get larger ones. */
  continueIds(url: string): Promise<void>
  readonly backupFormat: BackupFormat
  /**
   * Writes a backup of a database that is in use. Resolves to `false` if the program for it is missing, or is older than the
   * server. @throws if the backup is not complete.
   */
  writeBackup(url: string, path: string, onProgress?: OnProgress): Promise<boolean>
  /** Replaces the database by a backup. @throws if the backup is damaged, or if a process has the database open. */
  restoreBackup(url: string, path: string): Promise<void>
  /** The configuration of drizzle-kit for the engine. */
  kitConfig(schema: Pick<Schema<AnyTables, AnyRelations>, 'tables' | 'names'>, url: string): KitConfig
  /** The URL for a command of drizzle-kit that connects: with an absolute path, or with one host. */
  kitUrl(url: string): Promise<string>
  /** A URL for a command of drizzle-kit that needs one, but connects to no database. */
  readonly noDatabase: string
}

/** The part of the configuration of drizzle-kit that depends on the engine. */
export type KitConfig = {
  dbCredentials: { url: string }
  tablesFilter?: string[]
  schemaFilter?: string[]
} & ({ dialect: 'sqlite' } | { dialect: 'postgresql' })
