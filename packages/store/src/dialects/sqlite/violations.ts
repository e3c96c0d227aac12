import type { Schema } from '../../schema.ts'
import type { Violation } from '../../store.ts'
import { driverError, overlap, unique } from '../errors.ts'
import { missingRow } from './missing-rows.ts'

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
    // Of the triggers of a `noOverlap`.
    case 'SQLITE_CONSTRAINT_TRIGGER':
      return cause.message.startsWith('CHECK')
        ? { kind: 'check', constraint: named }
        : overlap(named, names.overlaps, fields)
    case 'SQLITE_CONSTRAINT_FOREIGNKEY':
      return { kind: 'foreignKey', missing: missingRow(cause) }
    default:
      return undefined
  }
}
