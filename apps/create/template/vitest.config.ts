import type { DialectName } from '@trellis/store'
import { defineConfig } from 'vitest/config'

/** The same test files on each engine. */
const on = (dialect: DialectName) => ({
  extends: true as const,
  test: { name: dialect, include: ['src/**/*.test.ts'], provide: { dialect } },
})

export default defineConfig({
  test: {
    globalSetup: './test/databases.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [on('sqlite'), on('postgres')],
  },
})
