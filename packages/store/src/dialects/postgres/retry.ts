import { setTimeout as pause } from 'node:timers/promises'
import { driverError } from '../errors.ts'

/** The maximum number of attempts for a transaction, after serialization failures and deadlocks. */
const MAX_ATTEMPTS = 8
const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'

/** Runs a transaction again after a serialization failure or a deadlock. */
export async function retry<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      const code = driverError(error)?.code
      if ((code !== SERIALIZATION_FAILURE && code !== DEADLOCK) || attempt === MAX_ATTEMPTS) throw error
      await pause(Math.random() * 5 * 2 ** attempt)
    }
  }
}
