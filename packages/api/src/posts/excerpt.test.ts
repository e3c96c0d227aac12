import { describe, expect, it } from 'vitest'
import { excerpt, plainText } from './excerpt.ts'

describe('plainText', () => {
  it('removes the markup of Markdown and keeps the words', () => {
    expect(plainText('## Peas\n\nThe **tall** ones, _mostly_: [here](https://example.com).\n\n- one\n- two')).toBe(
      'Peas The tall ones, mostly: here. one two',
    )
  })

  it('removes footnotes, task boxes, asterisks, HTML and the lines of tables', () => {
    const markdown = `<div class="a">Hello</div> **world**[^1] <!-- truncate --> *again*

- [ ] to do
- [x] done

| a | b |
|---|---|
| c | d |

[^1]: A note`
    expect(plainText(markdown)).toBe('Hello world again to do done a b c d A note')
  })

  it('is fast for any text', () => {
    // Of this thread: a busy machine does not change it.
    const start = process.threadCpuUsage()
    for (const text of ['\n', ' ', '[', '<', '*', '- ', '|', '_a', '`', '<!--', '![](']) excerpt(text.repeat(50_000))
    expect(process.threadCpuUsage(start).user / 1_000).toBeLessThan(2_000)
  })

  it('keeps names with underscores, and removes code blocks', () => {
    expect(plainText('Use `user_id` or post_tags.\n\n```sql\nselect 1\n```\nDone.')).toBe(
      'Use user_id or post_tags. Done.',
    )
  })
})

describe('excerpt', () => {
  it('cuts at a word, and does not cut short texts', () => {
    expect(excerpt('short')).toBe('short')
    const cut = excerpt('word '.repeat(200), 50)
    expect(cut).toMatch(/word…$/)
    expect(cut.length).toBeLessThanOrEqual(50)
    expect(excerpt('x'.repeat(280), 50)).toBe(`${'x'.repeat(49)}…`)
  })

  it('is 300 visible characters, whatever the length of the markup', () => {
    const marked = `**[word](https://example.com/${'long'.repeat(3)})** `.repeat(200)
    expect(excerpt(marked)).toBe(`${'word '.repeat(60).trim()}…`)
    expect(excerpt(`[word](/${'x'.repeat(4_000)}) and more`).length).toBeLessThanOrEqual(300)
  })

  it('does not split a character', () => {
    const family = '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}'
    expect(excerpt(family.repeat(200), 50)).toBe(`${family.repeat(6)}…`)
    expect(excerpt('\u{1f600}'.repeat(200), 50)).toBe(`${'\u{1f600}'.repeat(24)}…`)
  })
})
