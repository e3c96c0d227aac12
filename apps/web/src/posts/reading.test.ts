import { describe, expect, it } from 'vitest'
import { plainSnippet, readingTime } from './reading.ts'

describe('plainSnippet', () => {
  it('takes marks away, unless they are searched for', () => {
    expect(plainSnippet('a **bold** `word`', ['bold'])).toBe('a bold word')
    expect(plainSnippet('a **bold** `word`', ['**b'])).toBe('a **bold** `word`')
  })
})

describe('readingTime', () => {
  it('is a minute at least', () => {
    expect(readingTime('few words')).toBe(1)
    expect(readingTime('word '.repeat(1_100))).toBe(5)
  })
})
