import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestDatabase } from '../../test-database.ts'
import type { Migrated } from '../migrated.ts'
import { registerFunctions } from './expressions.ts'
import { openFile } from './store.ts'

/** Creates the folder of the templates. */
export async function startSqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-templates-'))
  return { url: `file:${folder}`, remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

/** Copies the template of a domain. Creates the template if it does not exist. */
export async function copySqlite(templates: string, { name, migrate }: Migrated): Promise<TestDatabase> {
  const template = join(templates.replace(/^file:/, ''), `${name}.db`)
  if (!existsSync(template)) {
    // Two processes may do this concurrently. A complete file is renamed to this name.
    const making = `${template}.${process.pid}`
    await migrate(`file:${making}`)
    renameSync(making, template)
  }
  const folder = mkdtempSync(join(tmpdir(), 'trellis-test-'))
  const path = join(folder, 'test.db')
  copyFileSync(template, path)
  return { url: `file:${path}`, remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

/** The plan of a statement, a step on each line. */
export function explainSqlite(url: string, statement: string, values: unknown[]): string {
  const client = openFile(url)
  registerFunctions(client)
  const steps = client.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${statement}`).all(...values)
  client.close()
  return steps.map((step) => step.detail).join('\n')
}
