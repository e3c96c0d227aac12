import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Migrated, TestDatabase, TestDialect } from '../test-dialect.ts'
import { registerFunctions } from './expressions.ts'
import { openFile } from './file.ts'

/** Creates the folder of the templates. */
async function start(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-templates-'))
  return { url: `file:${folder}`, remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

let attempts = 0

/** Copies the template of a domain. Creates the template if it does not exist. */
async function copy(templates: string, { name, migrate }: Migrated): Promise<TestDatabase> {
  const template = join(templates.replace(/^file:/, ''), `${name}.db`)
  if (!existsSync(template)) {
    // Several processes, and calls of one, may do this concurrently. A complete file is renamed to this name.
    const making = `${template}.${process.pid}.${attempts++}`
    await migrate(`file:${making}`)
    renameSync(making, template)
  }
  const folder = mkdtempSync(join(tmpdir(), 'trellis-test-'))
  const path = join(folder, 'test.db')
  copyFileSync(template, path)
  return { url: `file:${path}`, remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

/** The plan of a statement, a step on each line. */
async function explain(url: string, statement: string, values: unknown[]): Promise<string> {
  const client = openFile(url)
  registerFunctions(client)
  const steps = client.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${statement}`).all(...values)
  client.close()
  return steps.map((step) => step.detail).join('\n')
}

/** There is one writer: transactions that write run one after the other. */
const overlapWrites = async () => {}

export const sqliteTesting: TestDialect = { start, copy, explain, overlapWrites }
