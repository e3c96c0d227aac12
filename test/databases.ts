import { startTemplates } from '@trellis/db/testing'
import type { TestProject } from 'vitest/node'

/** Starts the databases of the test run: a migrated SQLite file and a PostgreSQL server with a migrated database. */
export default async function setup(project: TestProject) {
  const templates = await startTemplates()
  project.provide('templates', templates.urls)
  return templates.remove
}
