import { readMigrationFiles } from 'drizzle-orm/migrator'
import { NotReady } from './not-ready.ts'

/** A database that a newer version of the program has migrated. */
export class NewerSchema extends NotReady {
  override name = 'NewerSchema'
  readonly code = 'NEWER_SCHEMA'
}

/**
 * Refuses a database with migrations that this program does not know.
 *
 * @param applied the names of the migrations that the database has seen; null in databases of old versions of drizzle-kit.
 * @throws NewerSchema
 */
export function refuseNewer(applied: (string | null)[], migrationsFolder: string): void {
  const known = new Set(readMigrationFiles({ migrationsFolder }).map(({ name }) => name))
  const unknown = applied.filter((name) => name !== null && !known.has(name))
  if (unknown.length === 0) return
  throw new NewerSchema(`The database has the migration ${unknown.join(', ')} of a newer version of this program`)
}
