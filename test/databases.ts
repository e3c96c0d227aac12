import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTemplates } from '@trellis/db/testing'
import type { TestProject } from 'vitest/node'

/**
 * Starts the databases of the test run: a migrated SQLite file and a PostgreSQL server with a migrated database. The
 * processes that tests start share what Node has compiled for one of them: they load the same modules a hundred times.
 */
export default async function setup(project: TestProject) {
  const templates = await startTemplates()
  project.provide('templates', templates.urls)
  const compiled = mkdtempSync(join(tmpdir(), 'trellis-compiled-'))
  process.env.NODE_COMPILE_CACHE = compiled
  return async () => {
    await templates.remove()
    rmSync(compiled, { recursive: true, force: true })
  }
}
