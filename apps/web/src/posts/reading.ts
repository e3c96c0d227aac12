import { plainText } from '@trellis/api/excerpt'

/** How many minutes it takes to read. */
export function readingTime(markdown: string): number {
  return Math.max(1, Math.round(markdown.split(/\s+/).length / 220))
}

/** A hit of a search without the marks of Markdown around it, unless the marks are a part of what was searched for. */
export function plainSnippet(snippet: string, words: string[]): string {
  const text = plainText(snippet)
  const has = (text: string, word: string) => text.toLowerCase().includes(word.toLowerCase())
  return words.every((word) => has(text, word) || !has(snippet, word)) ? text : snippet
}
