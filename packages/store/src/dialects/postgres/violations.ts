import { DatabaseError } from 'pg'
import type { Violation } from '../../store.ts'
import { driverError } from '../driver-error.ts'

/** `Key (column, column)=(value, value) already exists.`, in whatever language the server speaks. */
const columnsNamed = /\(([^()]+)\)=\(/

/** Reads PostgreSQL's SQLSTATE; the detail of a unique violation names the columns. */
export function violation(error: unknown): Violation | undefined {
  const cause = driverError(error)
  if (!(cause instanceof DatabaseError)) return undefined
  const { table = '', constraint = '', detail = '' } = cause
  switch (cause.code) {
    case '23505':
      return { kind: 'unique', columns: columnsOf(table, detail) }
    case '23514':
      return { kind: 'check', constraint }
    case '23503':
      return { kind: 'foreignKey' }
    default:
      return undefined
  }
}

function columnsOf(table: string, detail: string): string {
  const columns = columnsNamed.exec(detail)?.[1]?.split(', ') ?? []
  return columns.map((column) => `${table}.${column}`).join(', ')
}
