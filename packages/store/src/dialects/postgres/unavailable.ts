import { DatabaseUnavailable, databaseUnavailable, driverError } from '../errors.ts'

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
export function unavailable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && CODES.test(at.code)) return true
    if (MESSAGES.test(at.message)) return true
  }
  return false
}

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
