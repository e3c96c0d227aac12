import { tableOf, textOf } from './html.ts'

/** Where relative images are. */
export interface Assets {
  /** The address that `--assets` gives, or nothing. */
  base: string | undefined
  /** The folder of the post within the blog: empty, or ending with `/`. */
  folder: string
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const ADMONITION = /^(\s*):{3,}\s*([a-z]+)\s*(?:\[(?<label>[^\]]*)\]|(?<title>[^{]*))?(?:\{[^}]*\})?\s*$/i
const ADMONITION_END = /^\s*:{3,}\s*$/

/**
 * Turns the extensions of site generators into plain Markdown: comments, imports, Liquid and Hugo tags, components,
 * admonitions and HTML. Code stays as it is.
 */
export function plainMarkdown(text: string, assets: Assets): string {
  const lines = withoutTags(text).split('\n')
  return quoteAdmonitions(lines, (prose) => plainProse(prose, assets))
}

/** Liquid's `raw` also stands around and inside code; its `highlight` is a code block. */
function withoutTags(text: string): string {
  return text
    .replaceAll(/\r\n/g, '\n')
    .replaceAll(/\{%-?\s*(?:end)?raw\s*-?%\}[ \t]*/g, '')
    .replaceAll(/\{%-?\s*highlight\s+(\w+)[^%]*%\}/g, '```$1')
    .replaceAll(/\{%-?\s*endhighlight\s*-?%\}/g, '```')
}

/** Walks over the lines: admonitions become block quotes, code blocks are kept, and `plain` rewrites all other text. */
function quoteAdmonitions(lines: string[], plain: (prose: string) => string): string {
  const output: string[] = []
  let prose: string[] = []
  let fence = ''
  let depth = 0
  const push = (line: string) =>
    output.push(line === '' ? '> '.repeat(depth).trimEnd() : `${'> '.repeat(depth)}${line}`)
  const flush = () => {
    if (prose.length > 0) for (const line of plain(prose.join('\n')).split('\n')) push(line)
    prose = []
  }
  for (const line of lines) {
    const mark = FENCE.exec(line)?.[1]
    const opened = fence === '' ? ADMONITION.exec(line) : null
    if (fence !== '') {
      push(line)
      if (mark?.startsWith(fence) && line.trim() === mark) fence = ''
    } else if (mark) {
      flush()
      push(line)
      fence = mark
    } else if (opened?.[2]) {
      flush()
      if (depth === 0) output.push('')
      depth += 1
      const title = (opened.groups?.label ?? opened.groups?.title ?? '').trim()
      push(`**${title || opened[2].charAt(0).toUpperCase() + opened[2].slice(1).toLowerCase()}**`)
      push('')
    } else if (depth > 0 && ADMONITION_END.test(line)) {
      flush()
      depth -= 1
      if (depth === 0) output.push('')
    } else prose.push(line)
  }
  flush()
  return output.join('\n').replaceAll(/\n{3,}/g, '\n\n')
}

const MULTILINE_IMPORT = /^import\s+(?:[\w*\s{},$]+\s+from\s+)?['"][^'"\n]+['"];?[ \t]*$/gm
const ATTRIBUTES = String.raw`(?:"[^"]*"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^<>"'{}])*`
const COMPONENT = new RegExp(String.raw`<([A-Z][\w.]*)(${ATTRIBUTES})>`, 'g')
const EMBED = new RegExp(String.raw`<(iframe|video|audio|embed|object|source)\b(${ATTRIBUTES})>`, 'gi')

/** Text between code blocks, as plain Markdown. Code spans stay as they are. */
function plainProse(text: string, assets: Assets): string {
  const spans: string[] = []
  const kept = text.replaceAll(/(`+)(?!`)[^`]*?(?<!`)\1(?!`)/g, (span) => `\uE000${spans.push(span) - 1}\uE001`)
  const plain = kept
    .replaceAll(/<!--[\s\S]*?-->|\{\/\*[\s\S]*?\*\/\}/g, '')
    .replaceAll(MULTILINE_IMPORT, '')
    .replaceAll(/^export\s+(?:const|default|let|function)\b[^\n]*$/gm, '')
    .replaceAll(/\{\{[<%]\s*youtube\s+"?(?:id=)?"?([\w-]+)"?[^}]*\}\}/g, 'https://www.youtube.com/watch?v=$1')
    .replaceAll(/\{\{[<%]\s*figure\s+([^}]*?)[>%]\}\}/g, (_, attributes) => image(attributes))
    .replaceAll(/\{\{[<%][^}]*[>%]\}\}|\{%[^%\n]*%\}|\{:[^}\n]*\}/g, '')
    .replaceAll(COMPONENT, (_, name, attributes) => link(attributes, name))
    .replaceAll(EMBED, (_, name, attributes) => link(attributes, name))
    .replaceAll(/<table\b[\s\S]*?<\/table>/gi, (table) => `\n\n${tableOf(table)}\n\n`)
    .replaceAll(/<img\b([^>]*)>/gi, (_, attributes) => image(attributes))
  return resolveImages(textOf(plain), assets).replaceAll(/\uE000(\d+)\uE001/g, (_, index) => spans[Number(index)] ?? '')
}

/** A component as a link to what it shows, or nothing. */
function link(attributes: string, name: string): string {
  const target = ['src', 'href', 'url', 'to', 'data'].flatMap((key) => attribute(attributes, key) ?? [])[0]
  if (!target || !/^https?:\/\//.test(target)) return ''
  return `[${attribute(attributes, 'title') ?? (name === 'iframe' ? target : name)}](${target})`
}

function image(attributes: string): string {
  const source = attribute(attributes, 'src')
  const alt = attribute(attributes, 'alt') ?? attribute(attributes, 'caption') ?? attribute(attributes, 'title') ?? ''
  return source ? `![${alt}](${source})` : alt
}

function attribute(attributes: string, key: string): string | undefined {
  const found = new RegExp(String.raw`(?:^|\s)${key}\s*=\s*(?:\{?"([^"]*)"\}?|\{?'([^']*)'\}?|([^\s"'>/]+))`, 'i').exec(
    attributes,
  )
  return found?.[1] ?? found?.[2] ?? found?.[3]
}

/** Images without an address of their own: resolved against the assets, else their alternative text. */
function resolveImages(text: string, { base, folder }: Assets): string {
  return text.replaceAll(/!\[([^\]]*)\]\(\s*<?([^)\s>]+)>?([^)]*)\)/g, (all, alt, source, rest) => {
    if (/^(https?:)?\/\//i.test(source)) return all
    const relative = source.startsWith('/') ? source.slice(1) : `${folder}${source}`
    return base && URL.canParse(relative, base) ? `![${alt}](${new URL(relative, base).href}${rest})` : alt
  })
}
