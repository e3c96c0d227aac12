import { expect, test } from 'vitest'
import { nextVersion } from '../src/versions.ts'

test.each([
  ['patch', '1.2.4'],
  ['minor', '1.3.0'],
  ['major', '2.0.0'],
  ['1.3.0-beta.1', '1.3.0-beta.1'],
])('after 1.2.3, %s is %s', (asked, next) => {
  expect(nextVersion('1.2.3', asked)).toBe(next)
})

test.each(['1.2.3', '1.2.2', 'latest', ''])('after 1.2.3, "%s" is refused', (asked) => {
  expect(() => nextVersion('1.2.3', asked)).toThrow()
})
