import { startTemplates } from '@trellis/store/testing'
import type { TestProject } from 'vitest/node'

/** Starts a PostgreSQL server if a selected project needs it, and says where new test databases are copied from. */
export default async function setup({ vitest, provide }: TestProject) {
  const templates = await startTemplates({ postgres: vitest.projects.some(({ name }) => name === 'postgres') })
  provide('templates', templates.urls)
  return templates.remove
}
