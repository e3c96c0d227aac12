/** The number of characters before and after a match. */
const AROUND = 80

/** The part of a text around a hit; cut ends show an ellipsis. */
export function snippet(text: string, { at, length }: { at: number; length: number }): string {
  const start = at <= AROUND ? 0 : wordStart(text, at - AROUND)
  const end = Math.min(text.length, at + length + AROUND)
  const cut = text.slice(start, end).toWellFormed().replaceAll('\uFFFD', '').replace(/\s+/g, ' ').trim()
  return `${start > 0 ? '…' : ''}${cut}${end < text.length ? '…' : ''}`
}

/** The position of the next word, if it is near. */
function wordStart(text: string, from: number): number {
  const space = text.indexOf(' ', from)
  return space === -1 || space > from + 20 ? from : space + 1
}
