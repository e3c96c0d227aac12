/** The marks of Markdown and HTML, which mean nothing in running text. */
const marks: [RegExp, string][] = [
  [/<!--.*?(-->|$)|<\/?[a-z][^<>]*>|\{\/\*.*?(\*\/\}|$)/gis, ' '],
  [/!?\[([^[\]]*)\](\([^()\s]*(?:\s+"[^"]*")?\)|\[[^[\]]*\])/g, '$1'],
  [/\[\^[^[\]\s]*\]:?/g, ''],
  [/^[ \t]{0,12}(?:#{1,6}|>+|[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ x]\][ \t]+)?/gim, ''],
  [/(?<!\s)\*+|\*+(?!\s)|~~|`+|\b_+|_+\b/g, ''],
  [/\\([^\w\s])/g, '$1'],
  [/\s+/g, ' '],
]

/** Markdown as running text. */
export function plainText(markdown: string): string {
  let fence = ''
  const lines = markdown.split('\n').filter((line) => {
    const mark = line.match(/^\s{0,3}(```|~~~)/)?.[1] ?? ''
    if (mark && (!fence || fence === mark)) fence = fence ? '' : mark
    // Neither code nor the rule under the head of a table.
    return !fence && !mark && /[^\s:|=-]/.test(line)
  })
  const text = lines.map((line) => (line.startsWith('|') ? line.replaceAll('|', ' ') : line)).join('\n')
  return marks.reduce((text, [mark, replacement]) => text.replace(mark, replacement), text).trim()
}

/** The beginning of a post. It ends at a word. */
export function excerpt(markdown: string, length = 220): string {
  // Enough to leave `length` characters without the marks, and little enough to take no time.
  const text = plainText(markdown.slice(0, length * 4))
  if (text.length <= length) return text
  const end = text.lastIndexOf(' ', length)
  // Some scripts have no spaces, and some words no end.
  const cut = text.slice(0, end > length / 2 ? end : length)
  return `${cut.replace(/[\s,.;:!?–—\ud800-\udbff-]+$/, '')}…`
}
