import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { OverlapNames } from '../derived/names.ts'
import type { Violation } from '../store.ts'

/** An error of a database driver: it has a code. */
export type DriverError = Error & { code: string }

/** The innermost error with a code, which is the driver's: errors around it may have codes too. */
export function driverError(error: unknown): DriverError | undefined {
  let innermost: DriverError | undefined
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (hasCode(cause)) innermost = cause
  }
  return innermost
}

function hasCode(error: Error): error is DriverError {
  return 'code' in error && typeof error.code === 'string'
}

/** Whether an error or one of its causes has one of these codes, or one of these messages, which drivers throw without a code. */
export function hasErrorCode(error: unknown, codes: RegExp, messages?: RegExp): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ((hasCode(cause) && codes.test(cause.code)) || messages?.test(cause.message)) return true
  return false
}

/**
 * A database does not take writes. The message says why, and may be shown to anyone: it has no address, path or name of a
 * user. The driver's error is the `cause`.
 */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable'
}

/** The error to report for one that a driver threw: with the reason whose codes fit, or with `otherwise`. */
export function databaseUnavailable(
  error: unknown,
  reasons: readonly [codes: RegExp, reason: string][],
  otherwise: string,
) {
  if (error instanceof DatabaseUnavailable) return error
  const code = driverError(error)?.code ?? ''
  const [, reason = otherwise] = reasons.find(([codes]) => codes.test(code)) ?? []
  return new DatabaseUnavailable(reason, { cause: error })
}

/** A database that a newer version of the program has migrated. */
export class NewerSchema extends DatabaseUnavailable {
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

/** The violation of a unique constraint over these columns: `table.column`. */
export function unique(columns: string[], fields: ReadonlyMap<string, string>): Violation {
  return { kind: 'unique', columns: columns.join(', '), fields: columns.flatMap((column) => fields.get(column) ?? []) }
}

/** The violation of a `noOverlap`, by the name of its constraint. */
export function overlap(
  name: string | undefined,
  overlaps: readonly OverlapNames[],
  fields: ReadonlyMap<string, string>,
): Violation | undefined {
  const found = overlaps.find((one) => one.name === name)
  if (!found) return undefined
  const { table, by, from, to } = found
  return {
    kind: 'overlap',
    columns: `${table}.${by.name}`,
    fields: [from, to].flatMap((column) => fields.get(`${table}.${column.name}`) ?? []),
  }
}
