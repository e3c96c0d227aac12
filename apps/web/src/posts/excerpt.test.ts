import { describe, expect, it } from 'vitest'
import { excerpt, plainSnippet, plainText, readingTime } from './excerpt.ts'

describe('plainText', () => {
  it('leaves the words of Markdown and none of its marks', () => {
    expect(plainText('## Peas\n\nThe **tall** ones, _mostly_: [here](https://example.com).\n\n- one\n- two')).toBe(
      'Peas The tall ones, mostly: here. one two',
    )
  })

  it('leaves names with underscores whole, and code blocks out', () => {
    expect(plainText('Use `user_id` or post_tags.\n\n```sql\nselect 1\n```\nDone.')).toBe(
      'Use user_id or post_tags. Done.',
    )
  })
})

describe('excerpt', () => {
  it('cuts at a word, and not at all what is short', () => {
    expect(excerpt('short')).toBe('short')
    const cut = excerpt('word '.repeat(200), 50)
    expect(cut).toMatch(/word…$/)
    expect(cut.length).toBeLessThanOrEqual(51)
  })
})

describe('plainSnippet', () => {
  it('takes marks away, unless they are searched for', () => {
    expect(plainSnippet('a **bold** `word`', 'bold')).toBe('a bold word')
    expect(plainSnippet('a **bold** `word`', '**b')).toBe('a **bold** `word`')
  })
})

describe('readingTime', () => {
  it('is a minute at least', () => {
    expect(readingTime('few words')).toBe(1)
    expect(readingTime('word '.repeat(1_100))).toBe(5)
  })
})
