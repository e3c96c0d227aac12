import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from '@trellis/artifact'
import { startTemplates } from '@trellis/store/testing'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the artifact, from which the tests start servers. */
    artifact: string
  }
}

/** Projects whose tests need a PostgreSQL server: one file of another project starts faster without it. */
const onPostgres = ['postgres', 'servers', 'client', 'importer']

/** Projects whose tests start servers from the artifact. */
const onArtifact = ['sqlite', 'postgres']

/**
 * Creates what the selected projects need: a folder for SQLite, a PostgreSQL server, the artifact that server processes are
 * started from. They share Node's compile cache, because they load the same modules a hundred times.
 */
export default async function setup(project: TestProject) {
  const uses = (names: string[]) => project.vitest.projects.some(({ name }) => names.includes(name))
  // The server and the CLI must also run in a folder whose path needs escaping in a URL.
  const artifact = mkdtempSync(join(tmpdir(), 'trellis artifact é '))
  const [templates] = await Promise.all([
    startTemplates({ postgres: uses(onPostgres) }),
    uses(onArtifact) ? bundle(artifact) : undefined,
  ])
  project.provide('templates', templates.urls)
  project.provide('artifact', artifact)
  const compiled = mkdtempSync(join(tmpdir(), 'trellis-compiled-'))
  process.env.NODE_COMPILE_CACHE = compiled
  return async () => {
    await templates.remove()
    for (const folder of [compiled, artifact]) rmSync(folder, { recursive: true, force: true })
  }
}
