import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoMoment } from './iso-moment.ts'

test('a time has the format of Date.toISOString', () => {
  const moments = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 })
  fc.assert(fc.property(moments, (moment) => isoMoment(moment) === new Date(moment).toISOString()))
  // Times on the same day, and around midnight.
  const midnight = Date.UTC(2024, 1, 29)
  const near = fc.integer({ min: midnight - 90_000_000, max: midnight + 90_000_000 })
  fc.assert(fc.property(near, (moment) => isoMoment(moment) === new Date(moment).toISOString()))
})

test('an invalid time is refused', () => {
  expect(() => isoMoment(Number.NaN)).toThrow(RangeError)
  expect(() => isoMoment(9e15)).toThrow(RangeError)
})
