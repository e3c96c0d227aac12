import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTable } from 'micromark-extension-gfm-table'
import { Problem } from '../problem.ts'
import { limits } from './limits.ts'

/** Parsing takes time that grows with the square of these. Ordinary posts stay far below. */
const BRACKETS = 8_000
const NESTING = 100

/** Emphasis takes quadratic time as well, and is not needed here. */
const extensions = [gfmTable(), { disable: { null: ['attention'] } }]

/**
 * The nodes of a Markdown text, in their order.
 *
 * @throws Problem if parsing it would take too long.
 */
export function nodesOf(text: string): Nodes[] {
  if (text.length > limits.source) {
    throw new Problem(`the text has ${text.length} characters, more than ${limits.source}`)
  }
  if (text.split('[').length > BRACKETS) throw new Problem(`the text has more than ${BRACKETS} brackets`)
  if (/^(?:[ \t]*(?:>|(?:[*+-]|\d{1,9}[.)])[ \t])){100}/m.test(text)) {
    throw new Problem(`quotes and lists are nested more than ${NESTING} deep`)
  }
  const nodes: Nodes[] = [fromMarkdown(text, { extensions })]
  // The list grows while it is read.
  for (const node of nodes) if ('children' in node) for (const child of node.children) nodes.push(child)
  return nodes.sort((a, b) => startOf(a) - startOf(b))
}

/** Where a node starts in the text. */
export const startOf = ({ position }: Nodes): number => position?.start.offset ?? 0

/** Where a node ends in the text. */
export const endOf = ({ position }: Nodes): number => position?.end.offset ?? 0

/** A part of a text and its replacement. */
export interface Edit {
  start: number
  end: number
  text: string
}

/** The text with its edits, which are in their order. An edit within an earlier one is left out. */
export function edited(text: string, edits: Edit[]): string {
  const parts: string[] = []
  let at = 0
  for (const edit of edits) {
    if (edit.start < at) continue
    parts.push(text.slice(at, edit.start), edit.text)
    at = edit.end
  }
  return [...parts, text.slice(at)].join('')
}

/**
 * A text whose code is replaced by marks, so that nothing changes it. Marks are noncharacters, which no text has that is
 * meant for interchange.
 */
export interface Masked {
  text: string
  /** Puts the code back. */
  unmask(text: string): string
}

/** The mark of a code block, or of a code span: `kept[number]`. */
export const CODE = /\uFDD0(\d+)[\uFDD1\uFDD5]/g
/** The end of the mark of a code block. */
export const CODE_BLOCK = '\uFDD5'

/** Masks the code of a text: code blocks, code spans and `<pre>`. */
export function maskCode(text: string): Masked {
  const kept: string[] = []
  const mask = (code: string, end = CODE_BLOCK) => `\uFDD0${kept.push(code) - 1}${end}`
  const lower = text.toLowerCase()
  const edits = nodesOf(text).flatMap((node): Edit[] => {
    const [start, end] = [startOf(node), endOf(node)]
    if (node.type === 'code' || node.type === 'inlineCode') {
      return [{ start, end, text: mask(text.slice(start, end), node.type === 'code' ? CODE_BLOCK : '\uFDD1') }]
    }
    if (node.type !== 'html') return []
    const opening = lower.slice(start, end).search(/<pre[\s>]/)
    const close = opening === -1 ? -1 : lower.indexOf('</pre>', start + opening)
    if (close !== -1) {
      const fence = `\n\n${mask(fenceOf(text.slice(start + opening, close)))}\n\n`
      return [{ start: start + opening, end: close + '</pre>'.length, text: fence }]
    }
    // Below HTML, four spaces are no code block, as they would be without it.
    const column = (node.position?.start.column ?? 1) - 1
    const flat = node.value.replaceAll(/\n[ \t]+/g, `\n${' '.repeat(column)}`)
    return flat.length < node.value.length && opening === -1 ? [{ start, end, text: flat }] : []
  })
  return {
    text: edited(text, edits),
    unmask: (masked) => masked.replaceAll(CODE, (_, index) => kept[Number(index)] ?? ''),
  }
}

/** `<pre><code class="language-js">` as a fenced code block. */
function fenceOf(html: string): string {
  const language = /\b(?:language|lang|highlight-source)-([\w+#-]+)|\blang="([\w+#-]+)"/.exec(html.slice(0, 300))
  const code = html
    .slice(html.indexOf('>') + 1)
    .replaceAll(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/^\n/, '')
    .trimEnd()
  return fenced(decodeEntities(code), language?.[1] ?? language?.[2] ?? '')
}

/** Code in a fence that it cannot close. */
export function fenced(code: string, language: string, indent = ''): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${code}\n${indent}${fence}`
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' }

/** The characters that HTML has to escape, as themselves: Markdown's code has no escapes. */
export function decodeEntities(html: string): string {
  return html.replaceAll(/&(?:(\w{2,4})|#(\d{1,6})|#x([\da-f]{1,5}));/gi, (all, name, decimal, hex) => {
    if (name) return ENTITIES[String(name).toLowerCase()] ?? all
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : all
  })
}
