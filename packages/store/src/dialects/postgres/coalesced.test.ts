import { expect, test } from 'vitest'
import { coalesced } from './coalesced.ts'

test('callers share a call that starts after each of them, never one that runs already', async () => {
  const gate = Promise.withResolvers<void>()
  let state = 'old'
  let calls = 0
  const read = coalesced(async () => {
    const seen = state
    calls++
    await gate.promise
    return seen
  })
  const before = read()
  await expect.poll(() => calls).toBe(1)
  state = 'new'
  const after = [read(), read()]
  gate.resolve()
  expect(await Promise.all([before, ...after])).toEqual(['old', 'new', 'new'])
  expect(calls).toBe(2)
})
