import { setTimeout as pause } from 'node:timers/promises'
import { driverError } from '../errors.ts'
import { unavailable } from './errors.ts'

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

/** A row that others hold: it concerns one write of the group. */
const IN_THE_WAY = /^(55P03|40001|40P01)$/
/** The maximum number of writes of a group. */
const MAX_GROUP = 128

interface Write<Connection> {
  work(connection: Connection): Promise<unknown>
  resolve(value: unknown): void
  reject(reason: unknown): void
}

/** Runs a write in a transaction with others of its name. Resolves after the COMMIT. */
type RunBatched<Connection> = <T>(name: string, work: (connection: Connection) => Promise<T>) => Promise<T>

/**
 * Writes that arrive while a write of the same name runs share the next transaction. If it fails, each of its writes gets
 * a transaction of its own, so that none fails because of another.
 *
 * @param execution executes a group, and a single write, in a transaction.
 */
export function writeBatches<Connection>(execution: {
  group(works: ((connection: Connection) => Promise<unknown>)[]): Promise<unknown[]>
  single(work: (connection: Connection) => Promise<unknown>): Promise<unknown>
}): RunBatched<Connection> {
  const waiting = new Map<string, Write<Connection>[]>()

  async function execute(group: Write<Connection>[]): Promise<void> {
    try {
      const values = await execution.group(group.map(({ work }) => work))
      for (const [index, { resolve }] of group.entries()) resolve(values[index])
    } catch (error) {
      const isAway = unavailable(error) && !IN_THE_WAY.test(driverError(error)?.code ?? '')
      for (const { work, resolve, reject } of group) {
        if (isAway) reject(error)
        // Not awaited: the next group must not wait for a locked row that it does not need.
        else execution.single(work).then(resolve, reject)
      }
    }
  }

  return <T>(name: string, work: (connection: Connection) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const write = { work, resolve: (value: unknown) => resolve(value as T), reject }
      const joined = waiting.get(name)?.push(write)
      if (joined) return
      const queue = [write]
      waiting.set(name, queue)
      // All requests of this turn of the event loop are in the first group.
      setImmediate(async () => {
        while (queue.length > 0) await execute(queue.splice(0, MAX_GROUP))
        waiting.delete(name)
      })
    })
}
