import { DatabaseError } from 'pg'
import type { Violation } from '../../store.ts'
import { driverError } from '../driver-error.ts'

/** Reads PostgreSQL's SQLSTATE; a unique constraint on one column has the name `table_column_key`. */
export function violation(error: unknown): Violation | undefined {
  const cause = driverError(error)
  if (!(cause instanceof DatabaseError)) return undefined
  const { table = '', constraint = '' } = cause
  switch (cause.code) {
    case '23505':
      return { kind: 'unique', columns: `${table}.${constraint.slice(table.length + 1).replace(/_key$/, '')}` }
    case '23514':
      return { kind: 'check', constraint }
    case '23503':
      return { kind: 'foreignKey' }
    default:
      return undefined
  }
}
