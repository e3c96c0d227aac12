import { expect, test } from 'vitest'
import { coalesced } from './lsn.ts'

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

test('a call that never settles fails after the limit, and the next one reads anew', async () => {
  let calls = 0
  const read = coalesced(() => (++calls === 1 ? new Promise<string>(() => {}) : Promise.resolve('read')), 20)
  await expect(read()).rejects.toThrow('No answer within 20 ms')
  expect(await read()).toBe('read')
})
