import { defineConfig } from 'vitest/config'

/** The tests of the sources, on what was built from them: `test/node-versions.test.ts` runs this on each version of Node. */
export default defineConfig({
  resolve: { alias: [{ find: /^\.\/index\.ts$/, replacement: `${import.meta.dirname}/dist/index.js` }] },
  test: { include: ['src/**/*.test.ts'], isolate: false, testTimeout: 60_000, reporters: ['json'] },
})
