import { driverError } from './driver-error.ts'

/**
 * A database does not take writes. The message says why, and may be shown to anyone: it has no address, path or name of a
 * user. What the driver said is the `cause`.
 */
export class NotReady extends Error {
  override name = 'NotReady'
}

/** The error to report for one that a driver threw: with the reason whose codes fit, or with `otherwise`. */
export function notReady(error: unknown, reasons: readonly [codes: RegExp, reason: string][], otherwise: string) {
  if (error instanceof NotReady) return error
  const code = driverError(error)?.code ?? ''
  const [, reason = otherwise] = reasons.find(([codes]) => codes.test(code)) ?? []
  return new NotReady(reason, { cause: error })
}
