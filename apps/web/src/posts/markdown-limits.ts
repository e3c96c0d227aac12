/** Parsing takes time that grows with the square of these. Ordinary posts stay far below. */
const LIMITS = { lines: 4_000, nesting: 30, indent: 120, marks: 1_000, cells: 20_000, footnotes: 300 }

/** Whether rendering a text as Markdown could freeze the page or exceed the stack. Takes linear time itself. */
export function isTooComplex(markdown: string): boolean {
  const lines = markdown.split('\n')
  if (lines.length > LIMITS.lines) return true
  let [fence, marks, rows, columns, footnotes] = ['', 0, 0, 0, 0]
  for (const line of lines) {
    const text = line.trim()
    if (containers(line) > LIMITS.nesting || line.search(/\S|$/) > LIMITS.indent) return true
    if (text.startsWith('[^') && ++footnotes > LIMITS.footnotes) return true
    const mark = text.match(/^(```|~~~)/)?.[0] ?? ''
    if (mark && (!fence || fence === mark)) fence = fence ? '' : mark
    // Emphasis, links and tables are matched within a block. A blank line or a block of code ends it.
    if (!text || fence) {
      marks = rows = columns = 0
      continue
    }
    marks += count(text, /[*_~[\]]/g)
    rows += 1
    // Every row of a table has as many cells as its widest one.
    columns = Math.max(columns, count(text, /\|/g))
    if (marks > LIMITS.marks || rows * columns > LIMITS.cells) return true
  }
  return false
}

/** How many quotes and lists a line opens: `> > - text` opens three. */
function containers(line: string): number {
  return count(line.match(/^(?:\s*(?:>|[-+*]\s|\d{1,9}[.)]\s))*/)?.[0] ?? '', /[>*+-]|\d+/g)
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
