import { defineConfig } from 'vitest/config'
import LongestFirst from './test/longest-first.ts'

/** The files that talk to a database: each runs on both engines, except those that stand in the folder of one. */
const onDatabase = (dialect: 'sqlite' | 'postgres') => ({
  name: dialect,
  include: [
    'packages/{store,db,api,identity,host,operations}/{src,test}/**/*.test.ts',
    'packages/rpc/test/**/*.test.ts',
    'apps/{cli,server}/src/**/*.test.ts',
  ],
  exclude: [`packages/{store,db}/src/dialects/!(${dialect})/**`],
  provide: { dialect },
  // Each file has a database of its own; loading all modules anew for each would take half of the time.
  isolate: false,
})

const onPostgres = onDatabase('postgres')

/** The property tests again: two servers on one database answer the calls in turn. */
const onServers = {
  ...onPostgres,
  name: 'servers',
  include: ['packages/api/{src/employees/hierarchy,src/posts/tags,test/counters,test/pages}.test.ts'],
  provide: { ...onPostgres.provide, servers: 2 },
}

export default defineConfig({
  test: {
    globalSetup: './test/databases.ts',
    reporters: ['default', './test/summary-reporter.ts'],
    // A busy machine takes many times as long. Only what never ends reaches these limits.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // Tests wait for servers, browsers and databases as much as they compute.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: onDatabase('sqlite') },
      { extends: true, test: onPostgres },
      { extends: true, test: onServers },
      { extends: true, test: { name: 'fastify-trpc', root: 'packages/fastify-trpc' } },
      { extends: true, test: { name: 'rpc', root: 'packages/rpc', include: ['src/**/*.test.ts'] } },
      // A browser on a busy machine can miss a step. The summary names each test that needed its second attempt.
      { extends: true, test: { name: 'web', root: 'apps/web', retry: 1 } },
      { extends: true, test: { name: 'client', root: 'packages/client' } },
      { extends: true, test: { name: 'blog', root: 'packages/blog' } },
      { extends: true, test: { name: 'rest-clients', root: 'apps/rest-clients' } },
      { extends: true, test: { name: 'importer', root: 'apps/importer' } },
      { extends: true, test: { name: 'artifact', root: 'apps/artifact' } },
      { extends: true, test: { name: 'release', root: 'apps/release' } },
      { extends: true, test: { name: 'create', root: 'apps/create', include: ['test/**/*.test.ts'] } },
      { extends: true, test: { name: 'bench', root: 'apps/bench' } },
      { extends: true, test: { name: 'docs', root: 'docs' } },
      { extends: true, test: { name: 'repository', root: 'test' } },
    ],
  },
})
