import { readMigrationFiles } from 'drizzle-orm/migrator'
import { dialectOf } from './dialects/dialect.ts'
import { appliedPostgres } from './dialects/postgres/applied-migrations.ts'
import {
  besidePostgres,
  continueIdsPostgres,
  hasTablesPostgres,
  withSnapshotPostgres,
} from './dialects/postgres/backup.ts'
import { checkPostgres } from './dialects/postgres/check.ts'
import { appliedSqlite } from './dialects/sqlite/applied-migrations.ts'
import { besideSqlite, hasTablesSqlite, withSnapshotSqlite } from './dialects/sqlite/backup.ts'
import { checkSqlite } from './dialects/sqlite/check.ts'

export { dumpPostgres, restoreDump } from './dialects/postgres/backup.ts'
export { type OnProgress, replaceSqlite, snapshotSqlite } from './dialects/sqlite/backup.ts'

/** A migration that was not applied to a database. */
export interface PendingMigration {
  name: string
  statements: string[]
}

const isPostgres = (url: string) => dialectOf(url) === 'postgres'

/** The errors in a database: damaged pages, rows without their parent. Empty if there are none. @throws if it cannot be read. */
export async function checkIntegrity(url: string): Promise<string[]> {
  return isPostgres(url) ? checkPostgres(url) : checkSqlite(url)
}

/** The migrations of a domain that were not applied to a database. */
export async function pendingMigrations(
  { migrations }: { migrations: string },
  url: string,
): Promise<PendingMigration[]> {
  const applied = new Set(isPostgres(url) ? await appliedPostgres(url) : appliedSqlite(url))
  return readMigrationFiles({ migrationsFolder: migrations })
    .filter(({ name }) => !applied.has(name))
    .map(({ name, sql }) => ({ name, statements: sql }))
}

/** Whether there is a database with tables. */
export async function hasTables(url: string): Promise<boolean> {
  return isPostgres(url) ? hasTablesPostgres(url) : hasTablesSqlite(url)
}

/** The URL of a new database beside this one, and the function that removes it. */
export function beside(url: string, name: string): Promise<{ url: string; remove(): Promise<void> }> {
  return isPostgres(url) ? besidePostgres(url, name) : besideSqlite(url, name)
}

/** Runs `work` with the URL of a database in which a transaction reads one snapshot. It does not block writers. */
export function withSnapshot<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  return isPostgres(url) ? withSnapshotPostgres(url, work) : withSnapshotSqlite(url, work)
}

/** Must be called after rows were inserted with their ids, so that new rows get larger ones. */
export async function continueIds(url: string): Promise<void> {
  if (isPostgres(url)) await continueIdsPostgres(url)
}
