// The characters are listed by their code points, and not by a class such as \p{L}, because the engines' regular
// expressions disagree about classes. Both read `\u` with four hexadecimal digits.

/** Characters that stand between words: white space, punctuation, symbols and emoji. */
const BETWEEN =
  '\\u0001-\\u002F\\u003A-\\u0040\\u005B-\\u0060\\u007B-\\u00A9\\u00AB-\\u00B4\\u00B6-\\u00B9\\u00BB-\\u00BF\\u00D7\\u00F7' +
  '\\u05BE\\u060C\\u061B\\u061F\\u06D4\\u0964\\u0965\\u2000-\\u206F\\u20A0-\\u20CF\\u2190-\\u2BFF\\u2E00-\\u2E7F' +
  '\\u3000-\\u303F\\uFE00-\\uFE1F\\uFE30-\\uFE6F\\uFF01-\\uFF0F\\uFF1A-\\uFF20\\uFF3B-\\uFF40\\uFF5B-\\uFF65\u{1F000}-\u{1FAFF}'
/** Letters of scripts that put nothing between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese. */
const UNSPACED =
  '\\u0E01-\\u0EFF\\u1000-\\u109F\\u1780-\\u17FF\\u3041-\\u30FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\u{20000}-\u{3FFFF}'

const edges = new RegExp(`^[${BETWEEN}]+|[${BETWEEN}]+$`, 'gu')
/** The same, but for the symbols that end `C++`, `C#` and `100%`. */
const edgesOfOne = new RegExp(`^[${BETWEEN}]+|(?:(?![+#%])[${BETWEEN}])+$`, 'gu')
const startsAWord = new RegExp(`^[^${BETWEEN}${UNSPACED}]`, 'u')

/** Characters in a row that the search index knows. */
const INDEXED_LENGTH = 3

/** A word, or several that follow each other, as both engines look for them in a text. */
export interface Words {
  /** A regular expression over `searchKey` of the text, which both engines read the same way. */
  readonly pattern: string
  /** The parts that the search index can find. Without one, a search reads every row. */
  readonly indexed: readonly string[]
}

/**
 * The pattern that finds `text` in other texts, in any case, at the beginning of a word. Several words follow each
 * other in those texts, with only punctuation and white space between them. In scripts without spaces, a word begins anywhere.
 *
 * @returns nothing if the text has no word and no symbol.
 */
export function wordsOf(text: string): Words | undefined {
  const words = text.trim().split(/\s+/)
  const parts =
    words.length === 1
      ? words.map((word) => word.replace(edgesOfOne, '') || word.replace(/^[\p{P}\s]+$/u, ''))
      : // Each begins and ends with a letter, so that the characters between them are matched without backtracking.
        words.map((word) => word.replace(edges, ''))
  const [first, ...others] = parts.filter((part) => part !== '')
  if (first === undefined) return undefined
  const start = startsAWord.test(first) ? `(^|[${BETWEEN}${UNSPACED}])` : ''
  const pattern = start + [first, ...others].map((part) => escaped(searchKey(part))).join(`[${BETWEEN}]+`)
  return { pattern, indexed: [first, ...others].filter((part) => [...part].length >= INDEXED_LENGTH) }
}

/** Case folding for search, as the function `search_key` of both databases does it. */
export const searchKey = (text: string): string => text.toLowerCase().replaceAll('ς', 'σ')

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
