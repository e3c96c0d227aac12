import { driverError } from '../driver-error.ts'
import { openFile } from './store.ts'

/** Runs SQLite's own checks of pages, indexes and foreign keys. */
export function checkSqlite(url: string): string[] {
  try {
    return problems(url)
  } catch (error) {
    // Some damage makes the checks fail.
    const { code, message } = driverError(error) ?? {}
    if (message && code && /^SQLITE_(CORRUPT|NOTADB)/.test(code)) return [message]
    throw error
  }
}

function problems(url: string): string[] {
  const client = openFile(url)
  const damage = client.pragma('integrity_check', { simple: true })
  const orphans = client.prepare<[], string>('SELECT DISTINCT "table" FROM pragma_foreign_key_check').pluck().all()
  client.close()
  return [
    ...(damage === 'ok' ? [] : [String(damage)]),
    ...orphans.map((table) => `${table} has rows without their parent`),
  ]
}
