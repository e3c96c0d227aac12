import { expect, test } from 'vitest'
import { inTurn } from './passwords.ts'

test('three passwords are hashed at a time, in the order in which they came', async () => {
  const started: number[] = []
  const ends: (() => void)[] = []
  const hashes = [0, 1, 2, 3, 4].map((n) =>
    inTurn(() => {
      started.push(n)
      return new Promise<number>((resolve) => ends.push(() => resolve(n)))
    }),
  )
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  await turn()
  expect(started).toEqual([0, 1, 2])
  ends[1]?.()
  await turn()
  expect(started).toEqual([0, 1, 2, 3])
  for (const n of [0, 2, 3]) ends[n]?.()
  await turn()
  ends[4]?.()
  expect(await Promise.all(hashes)).toEqual([0, 1, 2, 3, 4])
})
