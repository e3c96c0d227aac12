import { defineConfig } from 'vitest/config'

/** The files that talk to a database: each runs on both engines. */
const onDatabase = ['packages/{db,api}/src/**/*.test.ts', 'apps/server/src/**/*.test.ts']

export default defineConfig({
  test: {
    globalSetup: './test/databases.ts',
    reporters: ['default', './test/summary-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'sqlite', include: onDatabase, provide: { dialect: 'sqlite' } } },
      { extends: true, test: { name: 'postgres', include: onDatabase, provide: { dialect: 'postgres' } } },
      { extends: true, test: { name: 'fastify-trpc', root: 'packages/fastify-trpc' } },
      { extends: true, test: { name: 'web', root: 'apps/web' } },
      { extends: true, test: { name: 'client', root: 'packages/client' } },
      { extends: true, test: { name: 'importer', root: 'apps/importer' } },
    ],
  },
})
