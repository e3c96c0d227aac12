import { DatabaseError } from 'pg'
import type { ForeignKey, Schema } from '../../schema.ts'
import { columnsOf } from '../../schema.ts'
import type { MissingRow, Violation } from '../../store.ts'
import { DatabaseUnavailable, databaseUnavailable, driverError, hasErrorCode, overlap, unique } from '../errors.ts'

/** PostgreSQL's code for a write on a read-only server, such as a replica. */
const READ_ONLY = '25006'

/** The server takes no writes. */
export class ReadOnly extends DatabaseUnavailable {
  override name = 'ReadOnly'
  readonly code = READ_ONLY
}

/** Whether the server takes no writes. Then another one may have taken over, to which a new connection leads. */
export const isReadOnly = (error: unknown): boolean => driverError(error)?.code === READ_ONLY

/**
 * Failed or refused connections, also because the password was changed, a server that is starting, stopping or read-only,
 * exhausted resources, statements that waited too long, and transactions that were in each other's way at every attempt.
 */
const CODES =
  /^(08...|28...|53...|57P0\d|57014|55P03|25P0[34]|25006|40001|40P01|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/
/** Messages of errors that the driver throws without a code. */
const MESSAGES =
  /^(timeout exceeded when trying to connect|timeout expired|Connection terminated|Client has encountered a connection error)/

/** Whether a statement failed because the server cannot be used now. */
export const unavailable = (error: unknown): boolean => hasErrorCode(error, CODES, MESSAGES)

/** Why the server does not take writes. */
export function unavailableReason(error: unknown): DatabaseUnavailable {
  return databaseUnavailable(
    error,
    [
      [/^53100$/, 'The disk of the database is full'],
      [/^53...$/, 'The database has no free connections or memory'],
      [/^(28...|42501)$/, 'The database refuses this user'],
      [/^3D000$/, 'The database does not exist'],
      [/^25006$/, 'The database is read-only'],
      [/^57P0\d$/, 'The database is starting or stopping'],
      [/^(57014|55P03|ETIMEDOUT)$/, 'The database takes too long to answer'],
    ],
    'The database cannot be reached',
  )
}

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
    // A row that `restrict` keeps: this code since PostgreSQL 18.
    case '23001':
      return { kind: 'foreignKey', missing: undefined }
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
