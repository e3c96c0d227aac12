import type { Schema } from '../../schema.ts'
import type { Violation } from '../../store.ts'
import { type DatabaseUnavailable, databaseUnavailable, driverError, hasErrorCode, overlap, unique } from '../errors.ts'
import { missingRow } from './missing-rows.ts'

/** Whether a statement failed because another connection holds the lock it needs. */
export function isBusy(error: unknown): boolean {
  return driverError(error)?.code.startsWith('SQLITE_BUSY') ?? false
}

/** The file is locked by another process, no longer writable, gone, or on a full or failing disk; or no thread is free. */
const CODES = /^(SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)|FILE_GONE$|OVERLOADED$)/

/** Whether a statement failed because the file cannot be used now. */
export const unavailable = (error: unknown): boolean => hasErrorCode(error, CODES)

/** Why the file does not take writes. */
export function unavailableReason(error: unknown): DatabaseUnavailable {
  return databaseUnavailable(
    error,
    [
      [/^SQLITE_FULL/, 'The disk is full'],
      [/^SQLITE_READONLY/, 'The database file is read-only'],
      [/^SQLITE_(BUSY|LOCKED)/, 'Another process keeps the database file locked'],
      [/^SQLITE_(CORRUPT|NOTADB)/, 'The database file is damaged'],
    ],
    'The database file cannot be used',
  )
}

const constraintNamed = /constraint failed: (.+)$/

/** Reads the extended result code. Unique violations name `table.column, table.column`. */
export function violation(
  error: unknown,
  { fields, names }: Pick<Schema<unknown, never>, 'fields' | 'names'>,
): Violation | undefined {
  const cause = driverError(error)
  const named = constraintNamed.exec(cause?.message ?? '')?.[1] ?? ''
  switch (cause?.code) {
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
    case 'SQLITE_CONSTRAINT_ROWID':
      return unique(named.split(', '), fields)
    case 'SQLITE_CONSTRAINT_CHECK':
      return { kind: 'check', constraint: named }
    // Of the triggers of a `noOverlap`, and of a foreign key with `restrict`.
    case 'SQLITE_CONSTRAINT_TRIGGER':
      if (cause.message.startsWith('FOREIGN KEY')) return { kind: 'foreignKey', missing: undefined }
      return cause.message.startsWith('CHECK')
        ? { kind: 'check', constraint: named }
        : overlap(named, names.overlaps, fields)
    case 'SQLITE_CONSTRAINT_FOREIGNKEY':
      return { kind: 'foreignKey', missing: missingRow(cause) }
    default:
      return undefined
  }
}
