import { expect, test } from 'vitest'

// 30, and `day`, `decimal` and `uuid`, the inputs for the columns of these names.
test.each([['rpc', 33]])(
  'the main entry of %s has at most %d values: the names for others than authors have subpaths',
  async (name, limit) => {
    const entry: object = await import(new URL(`../packages/${name}/src/index.ts`, import.meta.url).href)
    expect(Object.keys(entry).length).toBeLessThanOrEqual(limit)
  },
)
