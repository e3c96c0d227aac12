import type { MessagePort } from 'node:worker_threads'
import type Client from 'better-sqlite3'
import type { registerFunctions } from './expressions.ts'

/** A statement that a worker thread runs. */
export interface Statement {
  sql: string
  params: unknown[]
  /** Whether rows are arrays, or objects. */
  arrays: boolean
}

/** What the thread sends: once that it has loaded the driver, then the response to each statement. */
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
