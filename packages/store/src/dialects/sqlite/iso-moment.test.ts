import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoMoment } from './iso-moment.ts'

test('a moment is written as Date writes it', () => {
  const moments = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 })
  fc.assert(fc.property(moments, (moment) => isoMoment(moment) === new Date(moment).toISOString()))
  // One after the other on the same day, and over midnight.
  const midnight = Date.UTC(2024, 1, 29)
  const near = fc.integer({ min: midnight - 90_000_000, max: midnight + 90_000_000 })
  fc.assert(fc.property(near, (moment) => isoMoment(moment) === new Date(moment).toISOString()))
})

test('what is no moment is refused', () => {
  expect(() => isoMoment(Number.NaN)).toThrow(RangeError)
  expect(() => isoMoment(9e15)).toThrow(RangeError)
})
