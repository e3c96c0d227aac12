/**
 * Connections that fail or are refused, a server that starts, stops or has changed to read-only, resources that ran out,
 * and statements that waited for too long.
 */
const CODES =
  /^(08...|53...|57P0\d|57014|55P03|25P0[34]|25006|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/
/** What the driver throws without a code. */
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
