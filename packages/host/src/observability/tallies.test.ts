import { Histogram, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { Tally, TallyHistogram } from './tallies.ts'

test('tallies are shown as the histogram of prom-client shows the same values', async () => {
  const bounds = [0.5, 1, 2]
  const values = [0, 0.5, 0.75, 1, 2, 2.5, 100]
  const [theirs, ours] = [new Registry(), new Registry()]
  const about = { name: 'seconds', help: 'How long it takes' }
  const histogram = new Histogram({ ...about, labelNames: ['shelf'], buckets: bounds, registers: [theirs] })
  const tally = new Tally(bounds)
  new TallyHistogram({ ...about, registry: ours, tallies: () => [[{ shelf: 'a "quoted" one' }, tally]] })
  for (const value of values) {
    histogram.observe({ shelf: 'a "quoted" one' }, value)
    tally.add(value)
  }
  expect(await ours.metrics()).toBe(await theirs.metrics())
})
