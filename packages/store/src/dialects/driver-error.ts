/** An error of a database driver: it has a code. */
export type DriverError = Error & { code: string }

/** The innermost error with a code, which is the driver's: errors around it may have codes too. */
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
