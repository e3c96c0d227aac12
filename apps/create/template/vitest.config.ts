import type { DialectName } from '@trellis/store'
import { defineConfig } from 'vitest/config'

/** The same test files on each engine. */
const on = (dialect: DialectName) => ({
  extends: true as const,
  // Each file has a database of its own; loading all modules anew for each would take most of the time.
  test: { name: dialect, include: ['src/**/*.test.ts'], provide: { dialect }, isolate: false },
})

export default defineConfig({
  test: {
    globalSetup: './test/databases.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [on('sqlite'), on('postgres')],
  },
})
