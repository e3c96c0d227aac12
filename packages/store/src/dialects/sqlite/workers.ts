import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { type MessagePort, Worker } from 'node:worker_threads'
import type Client from 'better-sqlite3'
import { registerFunctions } from './expressions.ts'

/** A statement that a worker thread runs. */
export interface Statement {
  sql: string
  params: unknown[]
  /** Whether rows are arrays, or objects. */
  arrays: boolean
}

/** A message of the thread: once that it has loaded the driver, then the response to each statement. */
export type Answer = { loaded: true } | { rows: unknown[] } | { error: { message: string; code: string | undefined } }

/**
 * The program of a worker thread: a read-only connection that runs statements one by one. Each sees every commit before
 * it was sent. The thread gets the source text of this function, because a bundle has no file that it could load. The
 * function may therefore use only its parameters.
 */
export function serveStatements(
  port: MessagePort,
  { path, Database, register }: { path: string; Database: typeof Client; register: typeof registerFunctions },
): void {
  const send = (answer: Answer) => port.postMessage(answer)
  const client = new Database(path, { readonly: true, fileMustExist: true })
  client.pragma('cache_size = -16384')
  register(client)
  const prepared = new Map<string, Client.Statement<unknown[]>>()
  const rowsOf = ({ sql, params, arrays }: Statement) => {
    let statement = prepared.get(sql)
    if (!statement) {
      if (prepared.size >= 100) prepared.clear()
      statement = client.prepare(sql)
      prepared.set(sql, statement)
    }
    return statement.raw(arrays).all(...params)
  }
  send({ loaded: true })
  port.on('message', (statement: Statement) => {
    let answer: Answer
    try {
      answer = { rows: rowsOf(statement) }
    } catch (error) {
      const { message, code } = error as { message: string; code?: string }
      answer = { error: { message, code } }
    }
    send(answer)
  })
}

/** The default limit for the wait for a worker thread, and for the run on it, in milliseconds. */
const TIME_BUDGET = 3_000
/** The maximum number of statements that wait for a thread. */
const MAX_WAITING = 100
/** The maximum number of threads: one processor is left for the event loop. */
const MAX_THREADS = Math.min(4, Math.max(1, availableParallelism() - 1))

/** A statement was not run, or was ended early. It may succeed later. */
export class Overloaded extends Error {
  override name = 'Overloaded'
  readonly code = 'OVERLOADED'
}

/** A message that Node itself sends from a thread: under `--watch`, which files it has loaded. */
interface OfNode {
  'watch:require'?: string[]
}

interface Task {
  statement: Statement
  resolve(rows: unknown[]): void
  reject(error: Error): void
  /** Ends the wait for a thread. */
  patience?: NodeJS.Timeout
}

/**
 * Runs statements that may take long on worker threads, so that they do not block the event loop. A statement cannot be
 * interrupted from another thread: over its budget, its thread is terminated. A new thread starts when the old one has
 * ended.
 */
export class Workers {
  readonly #path: string
  readonly #budget: number
  readonly #waiting: Task[] = []
  readonly #idle: Worker[] = []
  /** Each thread, and a promise that it has loaded the driver: the process aborts if it is terminated meanwhile. */
  readonly #all = new Map<Worker, Promise<unknown>>()
  #closed = false

  constructor(path: string, budget = TIME_BUDGET) {
    this.#path = path
    this.#budget = budget
  }

  /** The rows of a statement. @throws Overloaded if too many wait, or if it takes too long. */
  run(statement: Statement): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Overloaded('The database is closed.'))
      if (this.#waiting.length >= MAX_WAITING) return reject(new Overloaded('Too many expensive queries at once.'))
      const task: Task = { statement, resolve, reject }
      task.patience = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(task), 1)
        reject(new Overloaded(`A query waited longer than ${this.#budget} ms.`))
      }, this.#budget)
      this.#waiting.push(task)
      this.#next()
    })
  }

  /** The number of waiting statements. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Ends the threads. Running and waiting statements fail. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { reject, patience } of this.#waiting.splice(0)) {
      clearTimeout(patience)
      reject(new Overloaded('The database is closed.'))
    }
    await Promise.all([...this.#all.keys()].map((worker) => this.#terminate(worker)))
  }

  #next(): void {
    if (this.#waiting.length === 0 || this.#closed) return
    const worker = this.#idle.pop() ?? (this.#all.size < MAX_THREADS ? this.#start() : undefined)
    const task = worker && this.#waiting.shift()
    if (!task) return
    clearTimeout(task.patience)
    this.#give(worker, task)
  }

  #give(worker: Worker, { statement, resolve, reject }: Task): void {
    const done = () => {
      clearTimeout(timer)
      worker.off('message', answered).off('error', ended).off('exit', exited).unref()
    }
    const answered = (answer: Answer | OfNode) => {
      // `close` terminates the thread.
      if (!('rows' in answer || 'error' in answer) || this.#closed) return
      done()
      this.#idle.push(worker)
      if ('rows' in answer) resolve(answer.rows)
      else reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }))
      this.#next()
    }
    const ended = (error: Error) => {
      done()
      this.#all.delete(worker)
      reject(error)
      this.#next()
    }
    const exited = () => ended(new Overloaded('The thread of a query has ended.'))
    const timer = setTimeout(() => {
      reject(new Overloaded(`A query took longer than ${this.#budget} ms.`))
      worker.off('message', answered)
      void this.#terminate(worker)
    }, this.#budget)
    worker.on('message', answered).on('error', ended).on('exit', exited).ref()
    worker.postMessage(statement)
  }

  #start(): Worker {
    const sqlite = createRequire(import.meta.url).resolve('better-sqlite3')
    const program = `const { parentPort, workerData } = require('node:worker_threads')
      const register = (${registerFunctions})
      ;(${serveStatements})(parentPort, { path: workerData.path, Database: require(workerData.sqlite), register })`
    // The options of the process, such as --input-type, would change how the program is read.
    const worker = new Worker(program, { eval: true, execArgv: [], workerData: { path: this.#path, sqlite } })
    const loaded = new Promise<void>((resolve) => {
      worker.on('message', (answer: Answer | OfNode) => 'loaded' in answer && resolve())
      worker.once('error', () => resolve()).once('exit', () => resolve())
    })
    this.#all.set(worker, loaded)
    return worker
  }

  async #terminate(worker: Worker): Promise<void> {
    await this.#all.get(worker)
    await worker.terminate()
  }
}
