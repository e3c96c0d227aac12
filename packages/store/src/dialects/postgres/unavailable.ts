/**
 * Failed or refused connections, a server that is starting, stopping or read-only, exhausted resources, and statements
 * that waited too long.
 */
const CODES =
  /^(08...|53...|57P0\d|57014|55P03|25P0[34]|25006|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/
/** Messages of errors that the driver throws without a code. */
const MESSAGES =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/

/** Whether a statement failed because the server cannot be used now. */
export function unavailable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && CODES.test(at.code)) return true
    if (MESSAGES.test(at.message)) return true
  }
  return false
}
