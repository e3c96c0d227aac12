/** Marks of Markdown that say nothing in running text. */
const marks: [RegExp, string][] = [
  [/```[\s\S]*?(```|$)/g, ' '],
  [/!\[([^\]]*)\]\([^)]*\)/g, '$1'],
  [/\[([^\]]*)\]\([^)]*\)/g, '$1'],
  [/^\s{0,3}(#{1,6}|>|[-*+]|\d+[.)])\s+/gm, ''],
  [/^\s*\|?[\s:|-]+\|?\s*$/gm, ' '],
  [/(\*\*|__|~~|`|\*|\b_|_\b)/g, ''],
  [/\s+/g, ' '],
]

/** Markdown as running text: for the beginning of a post in a list, or a hit of a search. */
export function plainText(markdown: string): string {
  return marks.reduce((text, [mark, replacement]) => text.replace(mark, replacement), markdown).trim()
}

/** The beginning of a post, cut at a word. */
export function excerpt(markdown: string, length = 220): string {
  // Enough to be left with `length` after the marks are gone, without going through a whole long post.
  const text = plainText(markdown.slice(0, length * 4))
  if (text.length <= length) return text
  return `${text.slice(0, text.lastIndexOf(' ', length))}…`
}

/** How many minutes it takes to read. */
export function readingTime(markdown: string): number {
  return Math.max(1, Math.round(markdown.split(/\s+/).length / 220))
}

/** A hit of a search without the marks of Markdown around it, unless they are what was searched for. */
export function plainSnippet(snippet: string, q: string): string {
  if (/[`*#|]/.test(q)) return snippet
  return snippet.replace(/\*\*|`+|\||(?<=^|\s)#{1,6}(?=\s)/g, '').replace(/\s+/g, ' ')
}
