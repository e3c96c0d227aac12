import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestDatabase } from '../../testing.ts'
import { expressions } from './expressions.ts'
import { migrateSqlite } from './migrate.ts'
import { openFile } from './store.ts'

/** Makes a migrated file without rows, to be copied by each test file. */
export async function startSqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-template-'))
  const url = `file:${join(folder, 'template.db')}`
  migrateSqlite(url)
  return { url, remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

/** Copies the template. */
export async function copySqlite(template: string): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-test-'))
  const path = join(folder, 'test.db')
  copyFileSync(template.replace(/^file:/, ''), path)
  return { url: `file:${path}`, remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

/** Runs SQLite's own checks of pages, indexes and foreign keys. */
export function checkSqlite(url: string): string[] {
  const client = openFile(url)
  const damage = client.pragma('integrity_check', { simple: true })
  const orphans = client.prepare<[], string>('SELECT DISTINCT "table" FROM pragma_foreign_key_check').pluck().all()
  client.close()
  return [
    ...(damage === 'ok' ? [] : [String(damage)]),
    ...orphans.map((table) => `${table} has rows without their parent`),
  ]
}

/** The plan of a statement, a step on each line. */
export function explainSqlite(url: string, statement: string, values: unknown[]): string {
  const client = openFile(url)
  expressions(client)
  const steps = client.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${statement}`).all(...values)
  client.close()
  return steps.map((step) => step.detail).join('\n')
}
