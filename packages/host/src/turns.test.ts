import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

/** Long enough for points to be given back. */
const later = async () => {
  for (let n = 0; n < 40; n++) await turn()
}

/** Starts calls of a network, and records which have run. */
function setup() {
  const turns = new Turns()
  const started: string[] = []
  const run = (network: string, points: number, work: () => Promise<void> = async () => {}) =>
    turns.run(network, points, () => {
      started.push(network)
      return work()
    })
  return { started, run }
}

test('of one network 50 points run, and after some turns of the event loop the next; another network runs at once', async () => {
  const { started, run } = setup()
  for (let n = 0; n < 25; n++) run('a', 5)
  expect(started).toHaveLength(10)
  run('b', 5)
  expect(started.at(-1)).toBe('b')
  for (let n = 0; n < 10; n++) await turn()
  expect(started).toHaveLength(11)
  await later()
  expect(started.length).toBeGreaterThanOrEqual(21)
  await later()
  await later()
  expect(started).toHaveLength(26)
})

test('calls that wait for the database keep their room until they end', async () => {
  const { started, run } = setup()
  const ends: (() => void)[] = []
  for (let n = 0; n < 12; n++) run('a', 10, () => new Promise((resolve) => ends.push(resolve)))
  for (let n = 0; n < 3; n++) await later()
  expect(started).toHaveLength(5)
  ends[0]?.()
  for (let n = 0; n < 3; n++) await later()
  expect(started).toHaveLength(6)
})

test('a call that costs more than the bound runs alone, in its order', async () => {
  const { started, run } = setup()
  const order: number[] = []
  for (const points of [1, 500, 2])
    run('a', points, async () => {
      order.push(points)
    })
  expect(order).toEqual([1])
  for (let n = 0; n < 3; n++) await later()
  expect([order, started.length]).toEqual([[1, 500, 2], 3])
})

test('a call that fails gives its room back', async () => {
  const { started, run } = setup()
  const failing = Array.from({ length: 20 }, () => run('a', 25, () => Promise.reject(new Error('failed'))))
  expect(await Promise.allSettled(failing)).toHaveLength(20)
  expect(started).toHaveLength(20)
})

test('what waits is bounded', async () => {
  const { run } = setup()
  const answers = Array.from({ length: 1_100 }, () => run('a', 50))
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(99)
  expect(run('b', 50)).toBeDefined()
  await Promise.all(answers)
  expect(run('a', 50)).toBeDefined()
})
