import { describe, expect, test } from 'vitest'
import { etagOf, matches, versionOf } from './etag.ts'

describe('an entity tag', () => {
  test('depends on the body, and on the version if there is one', () => {
    expect(etagOf('{}', {})).toMatch(/^"[\w-]{27}"$/)
    expect(etagOf('{}', { version: 3 })).toMatch(/^"3-[\w-]{27}"$/)
    expect(etagOf('{}', {})).not.toBe(etagOf('{ }', {}))
  })

  test.each<[string | undefined, boolean]>([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", W/"a"', true],
    ['*', true],
    ['"b"', false],
    ['a', false],
    ['', false],
    [undefined, false],
  ])('"a" is matched by %s: %s', (header, expected) => expect(matches(header, '"a"')).toBe(expected))

  test.each<[string | undefined, number | undefined]>([
    ['"3"', 3],
    ['"3-abc"', 3],
    ['W/"12-abc"', 12],
    ['*', undefined],
    [undefined, undefined],
    ['"abc"', 0],
    ['3', 0],
    ['', 0],
    ['"3", "4"', 0],
    [`"${'9'.repeat(16)}"`, 0],
  ])('%s is of version %s', (header, version) => expect(versionOf(header)).toBe(version))
})
