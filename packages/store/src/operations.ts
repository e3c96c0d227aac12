import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { BackupFormat, OnProgress } from './dialects/dialect.ts'
import { dialectOf } from './dialects/index.ts'
import type { DialectName } from './dialects/query-builder.ts'

export { type AuditFilter, deleteOldEvents, readAuditTrail } from './audit/trail.ts'
export type { BackupFormat, OnProgress } from './dialects/dialect.ts'
export { primaryKeyOf } from './dialects/table-config.ts'
export { sweepKeys } from './idempotency/keys.ts'

/** A migration that was not applied to a database. */
export interface PendingMigration {
  name: string
  statements: string[]
}

/** The name of the engine that a database URL selects. @throws if it selects none. */
export const dialectNameOf = (url: string): DialectName => dialectOf(url).name

/** The file of an embedded database, with its absolute path. */
export const databaseFile = (url: string): string | undefined => dialectOf(url).databaseFile(url)

/** The errors in a database: damaged pages, rows without their parent. Empty if there are none. @throws if it cannot be read. */
export const checkIntegrity = (url: string): Promise<string[]> => dialectOf(url).checkIntegrity(url)

/** The migrations of a domain that were not applied to a database. */
export async function pendingMigrations(
  { migrations }: { migrations: string },
  url: string,
): Promise<PendingMigration[]> {
  const applied = new Set(await dialectOf(url).appliedMigrations(url))
  return readMigrationFiles({ migrationsFolder: migrations })
    .filter(({ name }) => !applied.has(name))
    .map(({ name, sql }) => ({ name, statements: sql }))
}

/** Removes everything from the database, with the record of its migrations. */
export const reset = (url: string): Promise<void> => dialectOf(url).reset(url)

/** Whether there is a database with tables. */
export const hasTables = (url: string): Promise<boolean> => dialectOf(url).hasTables(url)

/** The URL of a new database beside this one, and the function that removes it. */
export const beside = (url: string, name: string): Promise<{ url: string; remove(): Promise<void> }> =>
  dialectOf(url).beside(url, name)

/** Runs `work` with the URL of a database in which a transaction reads one snapshot. It does not block writers. */
export const withSnapshot = <T>(url: string, work: (url: string) => Promise<T>): Promise<T> =>
  dialectOf(url).withSnapshot(url, work)

/** Must be called after rows were inserted with their ids, so that new rows get larger ones. */
export const continueIds = (url: string): Promise<void> => dialectOf(url).continueIds(url)

/** The format of the backups that the engine of a database writes itself. */
export const backupFormat = (url: string): BackupFormat => dialectOf(url).backupFormat

/**
 * Writes a backup of a database that is in use. Resolves to `false` if the program for it is missing, or is older than the
 * server. @throws if the backup is not complete.
 */
export const writeBackup = (url: string, path: string, onProgress?: OnProgress): Promise<boolean> =>
  dialectOf(url).writeBackup(url, path, onProgress)

/** Replaces the database by a backup. @throws if the backup is damaged, or if a process has the database open. */
export const restoreBackup = (url: string, path: string): Promise<void> => dialectOf(url).restoreBackup(url, path)
