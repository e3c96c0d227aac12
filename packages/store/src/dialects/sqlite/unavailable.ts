import { type DatabaseUnavailable, databaseUnavailable } from '../errors.ts'
import { FileGone } from './file.ts'
import { Overloaded } from './workers.ts'

/** The file is locked by another process, no longer writable, or on a full or failing disk. */
const CODES = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)/

/** Whether a statement failed because the file cannot be used now. */
export function unavailable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof Overloaded || at instanceof FileGone) return true
    if ('code' in at && typeof at.code === 'string' && CODES.test(at.code)) return true
  }
  return false
}

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
