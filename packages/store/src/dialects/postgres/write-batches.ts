import { driverError } from '../errors.ts'
import { unavailable } from './unavailable.ts'

/** A row that others hold: it concerns one write of the group. */
const IN_THE_WAY = /^(55P03|40001|40P01)$/
/** The maximum number of writes of a group. */
const MAX_GROUP = 128

interface Write<Connection> {
  work(connection: Connection): Promise<unknown>
  resolve(value: unknown): void
  reject(reason: unknown): void
}

/** How a group, and a single write, are executed in a transaction. */
export interface Execution<Connection> {
  group(works: ((connection: Connection) => Promise<unknown>)[]): Promise<unknown[]>
  single(work: (connection: Connection) => Promise<unknown>): Promise<unknown>
}

/**
 * Writes that arrive while a write of the same name runs. They share the next transaction. If it fails, each of its
 * writes gets a transaction of its own, so that none fails because of another.
 */
export class WriteBatches<Connection> {
  readonly #execution: Execution<Connection>
  readonly #waiting = new Map<string, Write<Connection>[]>()

  constructor(execution: Execution<Connection>) {
    this.#execution = execution
  }

  /** Runs a write with others of this name. Resolves after the COMMIT. */
  run<T>(name: string, work: (connection: Connection) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const write = { work, resolve: (value: unknown) => resolve(value as T), reject }
      const waiting = this.#waiting.get(name)
      if (waiting) {
        waiting.push(write)
        return
      }
      const queue = [write]
      this.#waiting.set(name, queue)
      // All requests of this turn of the event loop are in the first group.
      setImmediate(async () => {
        while (queue.length > 0) await this.#execute(queue.splice(0, MAX_GROUP))
        this.#waiting.delete(name)
      })
    })
  }

  async #execute(group: Write<Connection>[]): Promise<void> {
    try {
      const values = await this.#execution.group(group.map(({ work }) => work))
      for (const [index, { resolve }] of group.entries()) resolve(values[index])
    } catch (error) {
      const isAway = unavailable(error) && !IN_THE_WAY.test(driverError(error)?.code ?? '')
      for (const { work, resolve, reject } of group) {
        if (isAway) reject(error)
        // Not awaited: the next group must not wait for a locked row that it does not need.
        else this.#execution.single(work).then(resolve, reject)
      }
    }
  }
}
