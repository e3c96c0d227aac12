import { DatabaseError } from 'pg'
import { columnsOf } from '../../foreign-keys.ts'
import type { ForeignKey, Schema } from '../../schema.ts'
import type { MissingRow, Violation } from '../../store.ts'
import { driverError, overlap, unique } from '../errors.ts'

/** `Key (column, column)=(value, value) ... "table".`, in any language of server messages. */
const KEY = /\(([^()]+)\)=\((.*?)\)(.*)/

/** Reads the SQLSTATE. The detail names the columns and their values. */
export function violation(
  error: unknown,
  { foreignKeys, fields, names }: Pick<Schema<unknown, never>, 'foreignKeys' | 'fields' | 'names'>,
): Violation | undefined {
  const cause = driverError(error)
  if (!(cause instanceof DatabaseError)) return undefined
  const { table = '', constraint = '', detail = '' } = cause
  switch (cause.code) {
    case '23505': {
      const columns = KEY.exec(detail)?.[1]?.split(', ') ?? []
      return unique(
        columns.map((column) => `${table}.${column}`),
        fields,
      )
    }
    case '23P01':
      return overlap(constraint, names.overlaps, fields)
    case '23514':
      return { kind: 'check', constraint }
    case '23503': {
      const keys = foreignKeys.filter((key) => key.table === table)
      return { kind: 'foreignKey', missing: missingRow(detail, keys) }
    }
    default:
      return undefined
  }
}

/**
 * The missing row that a written row refers to. The error for the deletion of a referenced row has the same code, but
 * its detail has the columns of the deleted row, and ends with the other table.
 */
function missingRow(detail: string, keys: ForeignKey[]): MissingRow | undefined {
  const [, columns = '', values = '', rest = ''] = KEY.exec(detail) ?? []
  const tables = rest.split(/\W+/)
  const key = keys.find((key) => key.columns.join(', ') === columns && tables.includes(key.foreignTable))
  return key && { columns: columnsOf(key), table: key.foreignTableAs, key: values.split(', ') }
}
