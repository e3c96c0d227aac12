import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from '@trellis/artifact'
import { startTemplates } from '@trellis/store/testing'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the artifact: what the server processes of the tests are started from. */
    artifact: string
  }
}

/**
 * Starts what the databases of the test run need: a folder for SQLite, a PostgreSQL server. Makes the artifact that server
 * processes are started from. They share Node's compile cache, because they load the same modules a hundred times.
 */
export default async function setup(project: TestProject) {
  const artifact = mkdtempSync(join(tmpdir(), 'trellis-artifact-'))
  const [templates] = await Promise.all([startTemplates(), bundle(artifact)])
  project.provide('templates', templates.urls)
  project.provide('artifact', artifact)
  const compiled = mkdtempSync(join(tmpdir(), 'trellis-compiled-'))
  process.env.NODE_COMPILE_CACHE = compiled
  return async () => {
    await templates.remove()
    for (const folder of [compiled, artifact]) rmSync(folder, { recursive: true, force: true })
  }
}
