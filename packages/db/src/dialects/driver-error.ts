/** An error of a database driver: it has a code. */
export type DriverError = Error & { code: string }

/** The driver's own error inside the one drizzle wraps around it, or `undefined` if there is none. */
export function driverError(error: unknown): DriverError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (hasCode(cause)) return cause
  }
  return undefined
}

function hasCode(error: Error): error is DriverError {
  return 'code' in error && typeof error.code === 'string'
}
