import { expect, test } from 'vitest'

test.each([['rpc', 30]])(
  'the main entry of %s has at most %d values: the names for others than authors have subpaths',
  async (name, limit) => {
    const entry: object = await import(new URL(`../packages/${name}/src/index.ts`, import.meta.url).href)
    expect(Object.keys(entry).length).toBeLessThanOrEqual(limit)
  },
)
