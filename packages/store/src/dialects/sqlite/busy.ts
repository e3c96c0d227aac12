import { driverError } from '../errors.ts'

/** Whether a statement failed because another connection holds the lock it needs. */
export function isBusy(error: unknown): boolean {
  return driverError(error)?.code.startsWith('SQLITE_BUSY') ?? false
}
