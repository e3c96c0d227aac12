import { CODE, CODE_BLOCK, decodeEntities } from './markdown-code.ts'
import { attribute, destination, imageOf } from './site.ts'

const ATTRIBUTES = String.raw`(?:"[^"]*"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^<>"'{}])*`
const TOKEN = new RegExp(
  String.raw`<!--|\{\/\*|<(?<closing>\/?)(?:(?<name>[A-Za-z][\w.-]*)(?<attributes>(?=[\s/>])${ATTRIBUTES}))?>`,
  'g',
)
/** Elements that Markdown has no word for: their text stays. */
const TRANSPARENT = new Set(
  'abbr article aside big button caption center cite dd del details div dl dt figcaption figure font footer header ins main mark nav noscript ol p picture s samp section small span strike summary tbody tfoot thead time u ul var'.split(
    ' ',
  ),
)
const BLOCK =
  /^(?:article|aside|center|dd|details|div|dl|dt|figcaption|figure|footer|header|main|nav|ol|p|section|summary|ul)$/
/** Elements whose content is not shown as text. */
const HIDDEN = new Set(['script', 'style', 'svg', 'template'])
const EMBEDDED = new Set(['iframe', 'video', 'audio', 'embed', 'object', 'source'])
/** A block quote is an admonition without a title. */
export const QUOTE = 'blockquote'
const QUOTE_END = '\n:::\n\n'
const STYLES: Record<string, string> = { b: '**', strong: '**', i: '*', em: '*' }
/** The characters that Unicode has raised and lowered. */
const SHIFTED: Record<string, Record<string, string>> = {
  sup: shifted('0123456789+-=()ni', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ'),
  sub: shifted('0123456789+-=()', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'),
}

/**
 * HTML and components within Markdown as Markdown, in one pass. Tags without an equivalent go. `report` is
 * called with each tag that stays, and with each component that leaves nothing.
 */
export function textOf(html: string, report: (name: string) => void): string {
  const lower = html.toLowerCase()
  const writer = new Writer()
  let at = 0
  let quotes = 0
  /** Skips to the end of the next closing mark, if there is one. */
  const skip = (mark: string) => {
    const end = lower.lastIndexOf(mark) < at ? -1 : lower.indexOf(mark, at)
    if (end !== -1) at = TOKEN.lastIndex = end + mark.length
  }
  TOKEN.lastIndex = 0
  for (let token = TOKEN.exec(html); token; token = TOKEN.exec(html)) {
    const { 0: tag, index, groups: { closing = '', name, attributes = '' } = {} } = token
    writer.text(html.slice(at, index))
    at = index + tag.length
    const key = name?.toLowerCase() ?? ''
    if (html[index - 1] === '\\') writer.text(tag)
    else if (tag === '<!--' || tag === '{/*') skip(tag === '<!--' ? '-->' : '*/}')
    else if (name && /^[A-Z]/.test(name)) {
      const text = closing ? '' : linkOf(attributes, name)
      if (text === '' && attributes.endsWith('/')) report(`<${name}>`)
      writer.text(text)
    } else if (HIDDEN.has(key)) {
      if (!closing && !attributes.endsWith('/')) skip(`</${key}>`)
    } else if (EMBEDDED.has(key)) {
      const link = closing ? '' : linkOf(attributes, key)
      writer.text(link)
      // Its content is for older browsers.
      if (link !== '' && key !== 'embed' && key !== 'source') skip(`</${key}>`)
    } else if (key === 'blockquote') {
      if (!closing || quotes > 0) writer.text(closing ? QUOTE_END : `\n\n:::${QUOTE}\n`)
      quotes = Math.max(0, quotes + (closing ? -1 : 1))
    } else if (key === 'table' || key === 'tr' || key === 'td' || key === 'th') writer.table(key, closing !== '')
    else if (STYLES[key] !== undefined || /^(?:a|code|kbd|tt|su[bp]|h[1-6])$/.test(key)) {
      if (closing) writer.close(key)
      else writer.open(key, attributes)
    } else if (key === 'img') writer.text(imageOf(attributes))
    else if (key === 'br') {
      writer.text('  \n')
      at += /[ \t]*\n?/.exec(html.slice(at, at + 80))?.[0].length ?? 0
      TOKEN.lastIndex = at
    } else if (key === 'hr') writer.text('\n\n---\n\n')
    else if (key === 'li') writer.text(closing ? '' : '\n- ')
    else if (BLOCK.test(key)) writer.text(closing ? '\n\n' : '')
    else if (name !== undefined && !TRANSPARENT.has(key)) {
      report(`<${name}>`)
      writer.text(tag)
    }
  }
  writer.text(html.slice(at) + QUOTE_END.repeat(quotes))
  return writer.end()
}

function shifted(from: string, to: string): Record<string, string> {
  return Object.fromEntries([...from].map((character, index) => [character, [...to][index] ?? character]))
}

/** A component as a link to its source, or nothing. */
function linkOf(attributes: string, name: string): string {
  const given = ['src', 'href', 'url', 'to', 'data'].flatMap((key) => attribute(attributes, key) ?? [])[0]
  const target = given?.startsWith('//') ? `https:${given}` : given
  if (!target || !/^https?:\/\//.test(target)) return ''
  return `[${attribute(attributes, 'title') ?? (name === 'iframe' ? target : name)}](${destination(target)})`
}

/** Collects Markdown. An element is rewritten when it closes; its own kind does not nest, so that this takes linear time. */
class Writer {
  #parts: string[] = []
  readonly #open: { key: string; attributes: string; start: number }[] = []
  #rows: string[][] = []
  /** The text around a table, while its cells are collected. */
  #around: string[] | undefined

  text(text: string): void {
    if (text !== '') this.#parts.push(text)
  }

  open(key: string, attributes: string): void {
    if (!this.#open.some((element) => element.key === key)) {
      this.#open.push({ key, attributes, start: this.#parts.length })
    }
  }

  close(key: string): void {
    const index = this.#open.findLastIndex((element) => element.key === key)
    const [element] = index === -1 ? [] : this.#open.splice(index)
    if (element) this.#parts.push(styled(this.#parts.splice(element.start).join(''), key, element.attributes))
  }

  table(key: string, isClosing: boolean): void {
    if (key === 'table' && !isClosing && !this.#around) {
      this.#open.length = 0
      this.#around = this.#parts
      this.#rows = []
      this.#parts = []
    } else if (this.#around) {
      this.#endCell()
      if (key === 'tr' && !isClosing) this.#rows.push([])
      else if (key !== 'table' && !isClosing) this.#rows.at(-1)?.push('')
      else if (key === 'table' && isClosing) this.#endTable(this.#around)
    }
  }

  end(): string {
    if (this.#around) {
      this.#endCell()
      this.#endTable(this.#around)
    }
    return this.#parts.join('')
  }

  #endCell(): void {
    const row = this.#rows.at(-1)
    const text = this.#parts.join('').trim()
    this.#open.length = 0
    this.#parts = []
    if (row && row.length > 0) row[row.length - 1] = `${row.at(-1)}${text}`
    else if (text !== '') this.#around?.push(`\n\n${text}\n\n`)
  }

  #endTable(around: string[]): void {
    around.push(`\n\n${tableOf(this.#rows)}\n\n`)
    this.#parts = around
    this.#around = undefined
  }
}

function styled(text: string, key: string, attributes: string): string {
  const inner = text.trim()
  if (inner === '') return text
  const [before, after] = [text.slice(0, text.indexOf(inner)), text.slice(text.indexOf(inner) + inner.length)]
  const inline = inner.replaceAll(/\s*\n\s*/g, ' ')
  if (key.startsWith('h')) return `\n\n${'#'.repeat(Number(key[1]))} ${inline}\n\n`
  if (key === 'a') {
    const target = attribute(attributes, 'href')
    return target ? `${before}[${inline}](${destination(decodeEntities(target))})${after}` : text
  }
  const characters = SHIFTED[key]
  // `1st` stays as it is.
  if (characters) {
    const shifted = [...inner].map((character) => characters[character])
    return shifted.includes(undefined) ? text : `${before}${shifted.join('')}${after}`
  }
  if (/\n\s*\n/.test(inner)) return text
  const style = STYLES[key]
  if (style) return `${before}${style}${inner}${style}${after}`
  // Code that is marked twice: `<code>` around Markdown's own.
  if (inner.search(CODE) !== -1) return text
  const code = decodeEntities(inline)
  const fence = code.includes('`') ? '`` ' : '`'
  return `${before}${fence}${code}${[...fence].reverse().join('')}${after}`
}

/** Rows as a Markdown table, the first as its header. Cells with blocks of code, which it cannot have, are paragraphs. */
function tableOf(rows: string[][]): string {
  const filled = rows.filter((cells) => cells.length > 0)
  if (filled.flat().some((cell) => cell.includes(CODE_BLOCK))) return filled.flat().join('\n\n')
  const width = Math.max(0, ...filled.map((cells) => cells.length))
  const cellAt = (cells: string[], at: number) =>
    (cells[at] ?? '').replaceAll(/\s+/g, ' ').replaceAll(/(?<!\\)\|/g, '\\|')
  const lines = filled.map((cells) => `| ${Array.from({ length: width }, (_, at) => cellAt(cells, at)).join(' | ')} |`)
  const [header, ...others] = lines
  return header === undefined ? '' : [header, `|${' --- |'.repeat(width)}`, ...others].join('\n')
}
