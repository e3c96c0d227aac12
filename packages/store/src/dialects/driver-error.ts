/** An error of a database driver: it has a code. */
export type DriverError = Error & { code: string }

/** The driver's own error at the bottom of those wrapped around it, which may have codes too; `undefined` if none has one. */
export function driverError(error: unknown): DriverError | undefined {
  let innermost: DriverError | undefined
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (hasCode(cause)) innermost = cause
  }
  return innermost
}

function hasCode(error: Error): error is DriverError {
  return 'code' in error && typeof error.code === 'string'
}
