import type { Nodes } from 'mdast'
import { QUOTE, textOf } from './html.ts'
import { type Edit, edited, endOf, maskCode, nodesOf, startOf } from './markdown-code.ts'
import { destination, type Site } from './site.ts'
import {
  fenceHighlights,
  missingPost,
  namesOfMissing,
  resolveTags,
  withoutGuards,
  withoutRaw,
} from './template-tags.ts'

/** A text in plain Markdown, and the parts that could not be converted. */
export interface PlainMarkdown {
  text: string
  /** How often something stays as it was written, or goes without a replacement, by its name. */
  unresolved: Map<string, number>
}

/**
 * Turns the extensions of site generators into plain Markdown: comments, imports, Liquid and Hugo tags, components,
 * admonitions and HTML. Code stays as it is.
 *
 * @throws Problem if the text is too complex.
 */
export function plainMarkdown(source: string, site: Site): PlainMarkdown {
  const unresolved = new Map<string, number>()
  const report = (name: string) => unresolved.set(name, (unresolved.get(name) ?? 0) + 1)
  const raw = withoutRaw(source.replaceAll('\r\n', '\n').replaceAll(/[\uFDD0-\uFDD4]/g, ''))
  const { text, unmask } = maskCode(fenceHighlights(raw))
  const tagless = resolveTags(withoutComments(text), site, report)
  const prose = resolveLinks(textOf(withoutImports(tagless), report), site, report)
  const lines = quoteAdmonitions(
    namesOfMissing(prose)
      .replaceAll(/\n{3,}/g, '\n\n')
      .split('\n'),
    unmask,
  )
  return { text: withoutGuards(lines.join('\n')), unresolved }
}

/** Liquid's comments. */
const withoutComments = (text: string) =>
  text.replaceAll(/\{%-?\s*comment\s*-?%\}(?:(?!\{%-?\s*comment).)*?\{%-?\s*endcomment\s*-?%\}/gs, '')

const IMPORT = /^import[ \t]+(?:[\w*,$ \t]*(?:\{[^{}]*\}[ \t]*)?from[ \t]*)?['"][^'"\n]+['"];?[ \t]*$/gm
const EXPORT = /^export[ \t]+(?:const|default|let|function)\b[^\n]*$/gm

/** Without MDX's imports and exports; its explicit spaces are spaces. */
const withoutImports = (text: string) =>
  text
    .replaceAll(IMPORT, '')
    .replaceAll(EXPORT, '')
    .replaceAll(/\{(["']) +\1\}/g, ' ')

/** An address that says where it leads without the place of the file. */
const ABSOLUTE = /^(?:[a-z][a-z\d+.-]*:|[/#?]|$)/i

/**
 * Resolves images against the assets, else takes their alternative text; a link to a post that is not there is its text. A
 * relative link leads to the post of its file, else into the assets, else it stays, which is reported.
 */
function resolveLinks(
  text: string,
  { assets, folder, addressOf: postOf }: Site,
  report: (name: string) => void,
): string {
  const nodes = nodesOf(text)
  const addressOf = (url: string) => {
    if (/^(?:https?:)?\/\//i.test(url)) return url
    const relative = url.startsWith('/') ? url.slice(1) : `${folder}${url}`
    return assets && URL.canParse(relative, assets) ? new URL(relative, assets).href : undefined
  }
  const definitions = new Map(
    nodes.flatMap((node) => (node.type === 'definition' ? [[node.identifier, node.url]] : [])),
  )
  const edits = nodes.flatMap((node): Edit[] => {
    const [start, end] = [startOf(node), endOf(node)]
    if (node.type === 'link' && missingPost(node.url) !== undefined) {
      return [{ start, end, text: childrenOf(node, text) || (missingPost(node.url) ?? '') }]
    }
    if ((node.type === 'link' || node.type === 'definition') && !ABSOLUTE.test(node.url)) {
      const [path = '', fragment = ''] = node.url.split(/(?=#)/)
      const post = postOf(decoded(path))
      const address = post ? post + fragment : addressOf(node.url)
      const at = text.lastIndexOf(node.url, end)
      if (!address) report(node.url)
      return address && at >= start ? [{ start: at, end: at + node.url.length, text: address }] : []
    }
    if (node.type !== 'image' && node.type !== 'imageReference') return []
    const url = node.type === 'image' ? node.url : definitions.get(node.identifier)
    const address = url === undefined ? undefined : addressOf(url)
    if (url === undefined || address === url) return []
    // As it was written, with its escapes.
    const alt = text.slice(start + '!['.length, text.lastIndexOf(node.type === 'image' ? '](' : ']', end - 1))
    const title = node.type === 'image' && node.title ? ` "${node.title.replaceAll('"', '\\"')}"` : ''
    return [{ start, end, text: address ? `![${alt}](${destination(address)}${title})` : alt }]
  })
  return edited(text, edits)
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The source of the children of a node. */
function childrenOf(node: Nodes, text: string): string {
  const children: Nodes[] = 'children' in node ? node.children : []
  const [first, last] = [children[0], children.at(-1)]
  return first && last ? text.slice(startOf(first), endOf(last)) : ''
}

const ADMONITION =
  /^[ \t]*:{3,}[ \t]*(?<kind>[a-z]+)[ \t]*(?:\[(?<label>[^\]]*)\]|(?<title>[^{]*))?(?:\{[^}]*\})?[ \t]*$/i
const ADMONITION_END = /^\s*:{3,}\s*$/

/** Admonitions become block quotes, also around code, which `unmask` puts back. */
function quoteAdmonitions(lines: string[], unmask: (line: string) => string): string[] {
  const output: string[] = []
  let depth = 0
  const push = (text: string) => {
    const prefix = '> '.repeat(depth)
    for (const line of text.split('\n')) output.push(line === '' ? prefix.trimEnd() : prefix + line)
  }
  for (const given of lines) {
    const line = given.trim() === '' ? '' : given
    const { kind, label, title = '' } = ADMONITION.exec(line)?.groups ?? {}
    if (kind !== undefined) {
      if (depth === 0 && output.at(-1) !== '') output.push('')
      depth += 1
      if (kind === QUOTE) continue
      push(`**${(label ?? title).trim() || kind.charAt(0).toUpperCase() + kind.slice(1).toLowerCase()}**`)
      push('')
    } else if (depth > 0 && ADMONITION_END.test(line)) {
      depth -= 1
      if (depth === 0) output.push('')
    } else if (line !== '' || depth > 0 || output.at(-1) !== '') push(unmask(line))
  }
  return output
}
