import { plainText } from '@trellis/api/excerpt'

/** How many minutes it takes to read. */
export function readingTime(markdown: string): number {
  return Math.max(1, Math.round(markdown.split(/\s+/).length / 220))
}

/** A hit of a search without the marks of Markdown around it, unless the marks are what was searched for. */
export function plainSnippet(snippet: string, q: string): string {
  const text = plainText(snippet)
  return text.toLowerCase().includes(q.toLowerCase()) ? text : snippet
}
