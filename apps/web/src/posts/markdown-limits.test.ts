import { describe, expect, it } from 'vitest'
import { isTooComplex } from './markdown-limits.ts'

describe('isTooComplex', () => {
  it.each([
    ['quotes nested 9,990 deep', `${'>'.repeat(9_990)}a`],
    ['lists nested 1,000 deep on one line', `${'- '.repeat(1_000)}a`],
    [
      'lists nested by indentation',
      Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n'),
    ],
    ['emphasis that never closes', '*a_'.repeat(33_000)],
    ['a table with more cells than text', `|${'a|'.repeat(1_000)}\n|${'-|'.repeat(1_000)}\n${'|\n'.repeat(1_000)}`],
    ['a list of 30,000 items', '- a\n'.repeat(30_000)],
    ['10,000 footnotes', Array.from({ length: 1_000 }, (_, index) => `[^${index}]: a`).join('\n\n')],
  ])('refuses %s', (_, markdown) => {
    expect(isTooComplex(markdown)).toBe(true)
  })

  it.each([
    ['a long post', 'Some _words_ of a [link](/) and more.\n\n'.repeat(1_900)],
    ['a long block of code', `\`\`\`js\n${'const some_name = other_name[a_b * c_d] || 0\n'.repeat(900)}\`\`\``],
    ['a large table', `| a | b | c |\n|---|---|---|\n${'| _one_ | `two` | 3 |\n'.repeat(300)}`],
    ['nested lists and quotes', '- a\n  - b\n    1. c\n       > d\n       > > e\n'.repeat(100)],
  ])('accepts %s', (_, markdown) => {
    expect(isTooComplex(markdown)).toBe(false)
  })
})
