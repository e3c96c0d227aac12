/** The number of characters before and after a match. */
const AROUND = 80

/** The part of a text around the first match of `q` in any case, or its beginning. A cut end shows an ellipsis. */
export function snippet(text: string, q: string): string {
  const hit = Math.max(0, text.toLowerCase().indexOf(q.toLowerCase()))
  const start = hit <= AROUND ? 0 : wordStart(text, hit - AROUND)
  const end = Math.min(text.length, hit + q.length + AROUND)
  const cut = text.slice(start, end).toWellFormed().replaceAll('\uFFFD', '').replace(/\s+/g, ' ').trim()
  return `${start > 0 ? '…' : ''}${cut}${end < text.length ? '…' : ''}`
}

/** The position of the next word, if it is near. */
function wordStart(text: string, from: number): number {
  const space = text.indexOf(' ', from)
  return space === -1 || space > from + 20 ? from : space + 1
}
