import type { Database as Client } from 'better-sqlite3'
import type { ForeignKey } from '../../schema.ts'
import { columnsOf } from '../../schema.ts'
import type { MissingRow } from '../../store.ts'
import { driverError } from '../errors.ts'
import { withExecutions } from './executions.ts'

/** The table with foreign keys that a statement writes to. A DELETE has none. */
const WRITTEN_TABLE = /\b(?:insert(?: or \w+)? into|update)\s+"?(\w+)/i
const RETURNING = /\sreturning\s[\s\S]*$/i

/** The missing rows, by the error of the statement that referred to them. */
const found = new WeakMap<object, MissingRow>()

/** The missing row of a violated foreign key. `undefined` if the violation is the deletion of a referenced row. */
export const missingRow = (error: object): MissingRow | undefined => found.get(error)

/**
 * The connection, with an explanation of each violated foreign key: SQLite does not report which one it was. Statements
 * that succeed are unchanged.
 */
export function withMissingRows(client: Client, foreignKeys: readonly ForeignKey[]): Client {
  return withExecutions(client, (text) => {
    const table = WRITTEN_TABLE.exec(text)?.[1]
    const keys = foreignKeys.filter((key) => key.table === table)
    if (keys.length === 0) return undefined
    return (execute, values) => {
      try {
        return execute(...values)
      } catch (error) {
        const missing = isForeignKeyViolation(error) ? findMissing(client, text, values, keys) : undefined
        if (missing && error instanceof Error) found.set(error, missing)
        throw error
      }
    }
  })
}

/**
 * Executes the statement again with deferred foreign key checks, looks up the rows to which the written rows refer, and
 * rolls back. The pragma makes SQLite plan every statement of the connection again, which costs less than a failed
 * request.
 */
function findMissing(
  client: Client,
  text: string,
  values: unknown[],
  keys: readonly ForeignKey[],
): MissingRow | undefined {
  const columns = [...new Set(keys.flatMap((key) => key.columns))].map((name) => `"${name}"`).join(', ')
  client.exec('SAVEPOINT explain; PRAGMA defer_foreign_keys = ON')
  try {
    const written = client
      .prepare<unknown[], Record<string, unknown>>(`${text.replace(RETURNING, '')} RETURNING ${columns}`)
      .all(...values)
    for (const key of keys) {
      const condition = key.foreignColumns.map((name) => `"${name}" = ?`).join(' AND ')
      const lookUp = client.prepare(`SELECT 1 FROM "${key.foreignTable}" WHERE ${condition}`)
      for (const row of written) {
        const reference = key.columns.map((name) => row[name])
        if (reference.includes(null) || lookUp.get(...reference)) continue
        return { columns: columnsOf(key), table: key.foreignTableAs, key: reference.map(String) }
      }
    }
    return undefined
  } catch {
    // The violation is the error to report, not an error of its explanation.
    return undefined
  } finally {
    if (client.inTransaction) client.exec('ROLLBACK TO explain; RELEASE explain; PRAGMA defer_foreign_keys = OFF')
  }
}

const isForeignKeyViolation = (error: unknown) => driverError(error)?.code === 'SQLITE_CONSTRAINT_FOREIGNKEY'
